/// The mailbox of a bare process, as its own code sees it.
///
/// A receive takes the first item in the order of arrival that it wants; the others stay, in order. Once the process
/// has been hit by an exit signal every receive throws its reason: let it through, and the process ends with it.
public struct Inbox<Message: Sendable> {
    @usableFromInline let core: BareProcess<Message>
    /// Whether nothing was left when a message was last taken.
    @usableFromInline var wasEmpty = false
    /// How often this process has looked for mail; it starts again from zero.
    @usableFromInline var turns: UInt8 = 0

    init(core: BareProcess<Message>) {
        self.core = core
    }

    /// What this process may do with itself.
    public var process: ProcessContext {
        ProcessContext(core: core)
    }

    /// The address of this process.
    public var ref: ProcessRef<Message> {
        ProcessRef(core: core)
    }

    /// Takes the first item that `pick` turns into something; `nil` when none came in time.
    ///
    /// A time of zero looks once. `pick` sees messages and signals, in the order of arrival.
    public nonisolated(nonsending) mutating func select<Picked>(
        within limit: Duration? = nil,
        _ pick: (Mail<Message>) throws -> Picked?
    ) async throws -> Picked? {
        if isTurnOver() { await Task.yield() }
        var position = 0
        let timeout = ReceiveTimeout()
        var timer: TimerEntry?
        defer { timer?.cancel() }
        while true {
            while let mail = try core.peek(position) {
                if let picked = try pick(mail) {
                    core.removeMail(at: position)
                    return picked
                }
                position += 1
            }
            if let limit {
                if limit <= .zero { return nil }
                if core.lock.withLock({ timeout.hasPassed }) { return nil }
                if timer == nil {
                    timer = core.system.timers.schedule(after: limit) { [core] in core.wakeForTimeout(timeout) }
                }
            }
            await core.waitForMail(beyond: position, timeout: timeout)
        }
    }

    /// Whether it is time to leave the thread to others: a process that always finds mail would never wait for any.
    @inlinable mutating func isTurnOver() -> Bool {
        turns &+= 1
        return turns == 0
    }

    /// Takes the first message; signals stay.
    @inlinable public nonisolated(nonsending) mutating func receive() async throws -> Message {
        if isTurnOver() { await Task.yield() }
        // Where nothing was left a moment ago, it is not worth a look.
        if wasEmpty { await core.waitForMail() }
        while true {
            switch try core.takeMessage(&wasEmpty) {
            case .message(let message): return message
            case .nothing: await core.waitForMail()
            case .signalFirst: return try await receiveAmongOthers()
            }
        }
    }

    /// Takes the first message where signals wait before it.
    @usableFromInline nonisolated(nonsending) mutating func receiveAmongOthers() async throws -> Message {
        try await receive(within: nil, where: { $0 }) ?? unreachable()
    }

    /// Takes the first message, or gives `nil` when none came in time; signals stay.
    public nonisolated(nonsending) mutating func receive(within limit: Duration) async throws -> Message? {
        try await receive(within: limit, where: { $0 })
    }

    /// Takes the first message that `pick` turns into something; signals and other messages stay.
    public nonisolated(nonsending) mutating func receive<Picked>(
        within limit: Duration? = nil,
        where pick: (Message) throws -> Picked?
    ) async throws -> Picked? {
        try await select(within: limit) { mail in try mail.message.flatMap(pick) }
    }

    /// Takes the first signal that `pick` wants; messages and other signals stay.
    public nonisolated(nonsending) mutating func receiveSignal(
        within limit: Duration? = nil,
        where pick: (Signal) -> Bool = { _ in true }
    ) async throws -> Signal? {
        try await select(within: limit) { mail in
            guard let signal = mail.signal, pick(signal) else { return nil }
            return signal
        }
    }

    /// Waits for the end of what a monitor watches, and gives its reason; `nil` when it did not come in time.
    public nonisolated(nonsending) mutating func receiveDown(_ monitor: Monitor, within limit: Duration? = nil)
        async throws -> ExitReason?
    {
        try await select(within: limit) { mail in
            if case .signal(.down(monitor, let reason)) = mail { reason } else { nil }
        }
    }

    /// A second address of this process, which can be switched off.
    public func alias(_ mode: AliasMode = .explicit) -> Alias<Message> {
        core.makeAlias(mode)
    }

    /// Watches a process through a monitor that can also be sent to.
    public func monitor(_ other: ProcessID, alias mode: AliasMode) -> (monitor: Monitor, alias: Alias<Message>) {
        let monitor = core.monitor(other.core, as: .process(other))
        return (monitor, core.makeAlias(mode, monitor: monitor))
    }

    /// Switches an alias off, and says whether it was on.
    @discardableResult
    public func unalias(_ alias: Alias<Message>) -> Bool {
        core.dropAlias(alias)
    }

    /// A receive without limit ends only with a message or by throwing.
    private func unreachable() throws -> Message {
        throw core.lock.withLock { core.phase.reason } ?? ExitReason.normal
    }
}

@available(*, unavailable)
extension Inbox: Sendable {}
