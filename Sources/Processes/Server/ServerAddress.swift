/// Whatever leads to a server: its address, or a name.
public protocol ServerAddress<Server>: Sendable {
    /// The server at the end.
    associatedtype Server: GenServer

    /// The address of the server that is there now.
    func find() throws(CallError) -> ServerRef<Server>
}

extension ServerAddress {
    /// The process that is there now, if any.
    public var process: ProcessID? {
        guard let id = try? find().id, id.isAlive else { return nil }
        return id
    }

    /// Sends a message and waits for its answer, five seconds unless told otherwise; `nil` waits for ever.
    ///
    /// After a timeout the message stays with the server and is still handled; its answer goes nowhere. When the
    /// server is idle the handler runs right here, in the caller.
    @inlinable
    public nonisolated(nonsending) func call<Message: ServerCall>(
        _ message: Message,
        timeout: Duration? = .seconds(5)
    ) async throws(CallError) -> Message.Response where Message.Server == Server {
        try CallError.check(timeout)
        let core = try find().core
        guard core.system.allowsEffects else { throw .cancelled }
        switch core.runInCaller(message) {
        case .response(let response): return response
        case .pending(let pending): return try await pending.value(within: timeout, on: core.system.timers)
        case .notNow: return try await core.callThroughMailbox(message, timeout)
        }
    }

    /// Sends a message and waits for its answer, five seconds unless told otherwise; `nil` waits for ever.
    public nonisolated(nonsending) func call<Message: AsyncServerCall>(
        _ message: Message,
        timeout: Duration? = .seconds(5)
    ) async throws(CallError) -> Message.Response where Message.Server == Server {
        try CallError.check(timeout)
        let core = try find().core
        guard core.system.allowsEffects else { throw .cancelled }
        let pending = PendingCall<Message.Response>()
        return try await core.wait(for: AsyncCallWork(message: message, pending: pending), pending, timeout)
    }

    /// Sends a message and waits for its answer, five seconds unless told otherwise; `nil` waits for ever.
    public nonisolated(nonsending) func call<Message: DeferredServerCall>(
        _ message: Message,
        timeout: Duration? = .seconds(5)
    ) async throws(CallError) -> Message.Response where Message.Server == Server {
        try CallError.check(timeout)
        let core = try find().core
        guard core.system.allowsEffects else { throw .cancelled }
        let pending = PendingCall<Message.Response>()
        return try await core.wait(for: DeferredCallWork(message: message, pending: pending), pending, timeout)
    }

    /// Sends a message and goes on at once; nobody there is no error.
    @inlinable
    public func cast<Message: ServerCast>(_ message: Message) where Message.Server == Server {
        guard let core = try? find().core else { return }
        core.cast(message)
    }

    /// Sends a message and goes on at once; nobody there is no error.
    public func cast<Message: AsyncServerCast>(_ message: Message) where Message.Server == Server {
        guard let core = try? find().core else { return }
        core.cast(AsyncCastWork(message: message))
    }

    /// Ends the server in the ordinary way, with `terminate`, and waits until it is gone; `nil` waits for ever.
    ///
    /// An end for another reason than the given one is thrown as `CallError.exited`.
    public nonisolated(nonsending) func stop(
        _ reason: ExitReason = .normal,
        timeout: Duration? = nil
    ) async throws(CallError) {
        try await find().id.stop(reason, timeout: timeout)
    }
}

extension ServerAddress {
    /// Sends a message after a time to the server that is there then; nobody there is no error.
    @discardableResult
    public func cast<Message: ServerCast>(_ message: Message, after delay: Duration) -> ProcessTimer
    where Message.Server == Server {
        whenOver(delay) { $0.cast(message) }
    }

    /// Sends a message after a time to the server that is there then; nobody there is no error.
    @discardableResult
    public func cast<Message: AsyncServerCast>(_ message: Message, after delay: Duration) -> ProcessTimer
    where Message.Server == Server {
        whenOver(delay) { $0.cast(message) }
    }

    /// Calls `send` in the process system that this was called in, which is where names are looked up.
    private func whenOver(_ delay: Duration, _ send: @escaping @Sendable (Self) -> Void) -> ProcessTimer {
        let process = (self as? ServerRef<Server>)?.core
        let system = process?.system ?? .current
        let moment = system.now.advanced(by: delay)
        let action: @Sendable () -> Void = { [weak system] in
            Ambient.with(nil) { Ambient.$system.withValue(system) { send(self) } }
        }
        let entry = process?.setTimer(at: moment, action) ?? system.timers.schedule(at: moment, action)
        return ProcessTimer(entry: entry)
    }
}
