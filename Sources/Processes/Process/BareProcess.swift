/// A process that is one asynchronous function with a mailbox.
@usableFromInline final class BareProcess<Message: Sendable>: ProcessCore, @unchecked Sendable {
    @usableFromInline @exclusivity(unchecked) var mailbox = RingBuffer<Mail<Message>>()
    @usableFromInline @exclusivity(unchecked) var messageCount = 0
    @usableFromInline @exclusivity(unchecked) var waiter: UnsafeContinuation<Void, Never>?
    private var body: Task<Void, Never>?
    private var isRunning = true
    /// The task for which `quiesce` finds it idle: it waits in a receive and has seen all its mail.
    @usableFromInline @exclusivity(unchecked) var isWaiting = false

    override var kind: String { "process" }
    override var isBusyLocked: Bool { isRunning }
    override var hasWorkLocked: Bool { isRunning && !isWaiting }
    override var taskLocked: Task<Void, Never>? { body }

    func start(_ code: @escaping @Sendable (inout Inbox<Message>) async throws -> Void) {
        lock.lock()
        // Detached, so that nothing task-local of whoever starts it leaks in; it sets its own context.
        body = Task.detached(executorPreference: scheduler, priority: options.priority) { [self] in
            await Ambient.$process.withValue(self) {
                await run(code)
            }
        }
        let wasHit = !phase.isRunning
        let task = body
        lock.unlock()
        if wasHit { task?.cancel() }
    }

    private nonisolated(nonsending) func run(_ code: @Sendable (inout Inbox<Message>) async throws -> Void) async {
        var inbox = Inbox(core: self)
        var reason = ExitReason.normal
        do {
            try await code(&inbox)
        } catch {
            reason = ExitReason(error)
        }
        end(reason)
    }

    func end(_ reason: ExitReason) {
        system.quiescence.beganToEnd()
        defer { system.quiescence.ended() }
        lock.lock()
        isRunning = false
        let endsByItself = phase.isRunning
        let display = displayLocked
        let ancestors = ancestors
        body = nil
        lock.unlock()
        if endsByItself, !reason.isExpected {
            CrashReport(process: display, kind: kind, reason: reason, ancestors: ancestors).write(to: system.log)
        }
        bodyEnded(reason)
    }

    override func setWaiting(_ waits: Bool) {
        lock.withLock { isWaiting = waits }
        system.quiescence.note()
    }

    // MARK: - Mail

    @usableFromInline override func deliver(_ message: any Sendable) {
        guard let message = message as? Message else { return system.countDeadLetter(message, to: self) }
        deliver(typed: message)
    }

    @inlinable func deliver(typed message: Message) {
        lock.lock()
        guard phase.isRunning else {
            lock.unlock()
            return system.countDeadLetter(message, to: self)
        }
        if let limit = options.mailboxLimit, messageCount >= limit.count, !makeRoomLocked(limit) {
            lock.unlock()
            return system.countDeadLetter(message, to: self)
        }
        messageCount += 1
        mailbox.append(.message(message))
        let waiter = waiter.take()
        if waiter != nil { isWaiting = false }
        lock.unlock()
        waiter?.resume()
    }

    /// Throws the oldest message away, if the limit says so.
    @usableFromInline func makeRoomLocked(_ limit: MailboxLimit) -> Bool {
        guard limit.policy == .dropOldest else { return false }
        removeOldestMessageLocked()
        system.countDeadLetter()
        return true
    }

    override func appendLocked(_ signal: Signal) -> Wakeup {
        putLocked(.signal(signal))
    }

    private func putLocked(_ mail: Mail<Message>) -> Wakeup {
        mailbox.append(mail)
        return interruptLocked()
    }

    override func interruptLocked() -> Wakeup {
        guard let waiter = waiter.take() else { return .nothing }
        isWaiting = false
        return .resume(waiter)
    }

    override func removeSignalLocked(where matches: (Signal) -> Bool) {
        for position in (0..<mailbox.count).reversed() {
            if case .signal(let signal)? = mailbox[position], matches(signal) { mailbox.remove(at: position) }
        }
    }

    private func removeOldestMessageLocked() {
        for position in 0..<mailbox.count {
            guard case .message? = mailbox[position] else { continue }
            mailbox.remove(at: position)
            messageCount -= 1
            return
        }
    }

    override func closeLocked(_ reason: ExitReason) -> (@Sendable () -> Void)? {
        let lost = mailbox
        mailbox = RingBuffer()
        messageCount = 0
        guard !lost.isEmpty else { return nil }
        return { withExtendedLifetime(lost) {} }
    }

    override func describeLocked(_ snapshot: inout ProcessSnapshot) {
        snapshot.messageQueueLength = mailbox.count
        snapshot.messages = mailbox.elements.map { mail in
            switch mail {
            case .message(let message): "\(message)"
            case .signal(let signal): "\(signal)"
            }
        }
    }

    // MARK: - For the inbox, on the process' own task

    /// Takes the first item if that is a message: what most receives find.
    @inlinable func takeMessage() throws(ExitReason) -> Message? {
        lock.lock()
        defer { lock.unlock() }
        if let reason = phase.reason { throw reason }
        guard case .message(let message)? = mailbox[0] else { return nil }
        _ = mailbox.popFirst()
        messageCount -= 1
        return message
    }

    /// Waits until there is any mail, or the process is to end; false when there is mail that must be looked through.
    @inlinable nonisolated(nonsending) func waitForFirstMail() async -> Bool {
        guard mailboxIsEmpty else { return false }
        await withUnsafeContinuation { continuation in
            lock.lock()
            let goesOn = !mailbox.isEmpty || !phase.isRunning
            if !goesOn {
                waiter = continuation
                isWaiting = true
            }
            lock.unlock()
            if goesOn { continuation.resume() } else { system.quiescence.note() }
        }
        return true
    }

    @inlinable var mailboxIsEmpty: Bool {
        lock.withLock { mailbox.isEmpty }
    }

    /// The mail at a position, while the process lives.
    func peek(_ position: Int) throws(ExitReason) -> Mail<Message>? {
        lock.lock()
        defer { lock.unlock() }
        if let reason = phase.reason { throw reason }
        return mailbox[position]
    }

    func removeMail(at position: Int) {
        lock.withLock {
            if case .message? = mailbox[position] { messageCount -= 1 }
            mailbox.remove(at: position)
        }
    }

    /// Waits until there is mail beyond `seen`, the deadline passes, or the process is to end.
    nonisolated(nonsending) func waitForMail(beyond seen: Int, timeout: ReceiveTimeout) async {
        await withUnsafeContinuation { continuation in
            lock.lock()
            let goesOn = mailbox.count > seen || !phase.isRunning || timeout.hasPassed
            if !goesOn {
                waiter = continuation
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
