/// A process that is one asynchronous function with a mailbox.
@usableFromInline final class BareProcess<Message: Sendable>: CodeProcess, @unchecked Sendable {
    @usableFromInline @exclusivity(unchecked) var mailbox = Mailbox<Message>()
    @usableFromInline @exclusivity(unchecked) var waiter: RestingTask?
    /// What it is to run, until it does.
    @exclusivity(unchecked) private var code: Code?

    override var kind: String { "process" }
    typealias Code = @Sendable (inout Inbox<Message>) async throws -> Void

    /// A process that runs `code`, or what the task does that it is to stand for.
    init(
        system: ProcessSystem,
        options: borrowing ProcessOptions,
        parent: borrowing ProcessCore?,
        _ code: Code? = nil
    ) {
        self.code = code
        super.init(system: system, options: options, parent: parent)
    }

    override class nonisolated(nonsending) func runInTask(of carrier: Carrier) async {
        guard let process = carrier.process(as: self) else { return carrier.conclude(isFree: true) }
        // Not by `take`, which would wrap the function in another one.
        let code = process.code
        process.code = nil
        var inbox = Inbox(core: process)
        var reason = ExitReason.normal
        do {
            try await code?(&inbox)
        } catch {
            reason = ExitReason(error)
        }
        carrier.conclude(isFree: process.end(reason))
    }

    // MARK: - Mail

    @usableFromInline override func deliver(_ message: any Sendable) {
        guard let message = message as? Message else { return system.countDeadLetter(message, to: self) }
        deliver(typed: message)
    }

    @inlinable func deliver(typed message: Message) {
        lock.lock()
        guard isAlive else {
            lock.unlock()
            return system.countDeadLetter(message, to: self)
        }
        var pushedOut: Message?
        if let limit = mailboxLimit, mailbox.messages.count >= limit.count {
            guard limit.policy == .dropOldest else {
                lock.unlock()
                return system.countDeadLetter(message, to: self)
            }
            pushedOut = mailbox.dropMessage()
        }
        mailbox.append(message)
        let waiter = waiter.take()
        if waiter != nil { isWaiting = false }
        lock.unlock()
        waiter?.resume()
        // What the message holds is released here, and not with the lock held: its end may be code of the user.
        if pushedOut.take() != nil { system.countDeadLetter() }
    }

    override func appendLocked(_ signal: Signal) -> Wakeup {
        mailbox.append(signal)
        return interruptLocked()
    }

    override func interruptLocked() -> Wakeup {
        guard let waiter = waiter.take() else { return .nothing }
        isWaiting = false
        return .resume(waiter)
    }

    override func removeSignalLocked(where matches: (Signal) -> Bool) {
        mailbox.removeSignals(where: matches)
    }

    override func removeMessageLocked(where matches: (any Sendable) -> Bool) -> [any Sendable] {
        guard Message.self != Never.self else { return [] }
        var removed: [any Sendable] = []
        for position in (0..<mailbox.count).reversed() {
            guard case .message(let message)? = mailbox[position], matches(message) else { continue }
            removed.append(message)
            _ = mailbox.remove(at: position)
        }
        return removed
    }

    override func offer(_ message: any Sendable) {
        guard Message.self != Never.self, let message = message as? Message else { return }
        deliver(typed: message)
    }

    override func closeLocked(_ reason: ExitReason) -> (@Sendable () -> Void)? {
        // Code that runs, or is about to, has been taken or will be: it must hear itself that the process has ended.
        let code = isBusyLocked ? nil : code.take()
        if mailbox.isEmpty, code == nil { return nil }
        let lost = (code, mailbox.close())
        return { withExtendedLifetime(lost) {} }
    }

    override var queueLengthLocked: Int { mailbox.count }

    override func describeLocked(_ snapshot: inout ProcessSnapshot, messages limit: Int) -> () -> [String] {
        snapshot.messageQueueLength = mailbox.count
        return { [mails = mailbox.elements(upTo: limit)] in
            mails.map { mail in
                switch mail {
                case .message(let message): "\(message)"
                case .signal(let signal): "\(signal)"
                }
            }
        }
    }

    // MARK: - For the inbox, on the process' own task

    /// What stands first in the mailbox.
    @usableFromInline enum First {
        case message(Message)
        case signalFirst
        case nothing
    }

    /// Takes the first item if that is a message: what most receives find.
    @inlinable func takeMessage(_ wasEmpty: inout Bool) throws(ExitReason) -> First {
        lock.lock()
        defer { lock.unlock() }
        if !isAlive, let reason = phase.reason { throw reason }
        if let message = mailbox.popMessage() {
            wasEmpty = mailbox.isEmpty
            return .message(message)
        }
        wasEmpty = false
        return mailbox.hasSignals ? .signalFirst : .nothing
    }

    /// Waits until there is any mail, or the process is to end.
    @usableFromInline nonisolated(nonsending) func waitForMail() async {
        await rest()
    }

    @usableFromInline package override func taskRests(_ task: RestingTask) {
        lock.lock()
        let goesOn = !mailbox.isEmpty || !isAlive
        if !goesOn {
            waiter = task
            isWaiting = true
        }
        lock.unlock()
        if goesOn { task.resume() } else { system.quiescence.note() }
    }

    /// The mail at a position, while the process lives.
    func peek(_ position: Int) throws(ExitReason) -> Mail<Message>? {
        lock.lock()
        defer { lock.unlock() }
        if let reason = phase.reason { throw reason }
        return mailbox[position]
    }

    func removeMail(at position: Int) {
        let removed = lock.withLock { mailbox.remove(at: position) }
        withExtendedLifetime(removed) {}
    }

    /// Waits until there is mail beyond `seen`, the deadline passes, or the process is to end.
    ///
    /// Rarer than a wait for any mail, and with a condition of its own, which a continuation can be given.
    nonisolated(nonsending) func waitForMail(beyond seen: Int, timeout: ReceiveTimeout) async {
        await withUnsafeContinuation { continuation in
            lock.lock()
            let goesOn = mailbox.count > seen || !phase.isRunning || timeout.hasPassed
            if !goesOn {
                waiter = .continuation(continuation)
                isWaiting = true
            }
            lock.unlock()
            if goesOn { continuation.resume() } else { system.quiescence.note() }
        }
    }

    /// Ends a wait because time is over.
    func wakeForTimeout(_ timeout: ReceiveTimeout) {
        lock.lock()
        timeout.hasPassed = true
        let wakeup = interruptLocked()
        lock.unlock()
        wakeup.perform()
    }
}

/// Whether the time of one receive is over; guarded by the lock of the process, hence unchecked.
final class ReceiveTimeout: @unchecked Sendable {
    var hasPassed = false
}
