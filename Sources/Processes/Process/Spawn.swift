/// Starts a process that runs `body`, and gives its address at once.
///
///     let echo = spawn(String.self) { inbox in
///         while true { print(try await inbox.receive()) }
///     }
///     echo.send("hello")
@discardableResult
public func spawn<Message: Sendable>(
    _ type: Message.Type,
    options: ProcessOptions = ProcessOptions(),
    _ body: @escaping @Sendable (inout Inbox<Message>) async throws -> Void
) -> ProcessRef<Message> {
    ProcessRef(core: BareProcess.spawn(options, by: Ambient.process, body) { _ in })
}

/// Starts a process that takes signals only, and gives its address at once.
@discardableResult
public func spawn(
    options: ProcessOptions = ProcessOptions(),
    _ body: @escaping @Sendable (inout Inbox<Never>) async throws -> Void
) -> ProcessRef<Never> {
    spawn(Never.self, options: options, body)
}

extension ProcessContext {
    /// Starts a process that takes signals only and is linked to this one from its first moment.
    @discardableResult
    public func spawnLinked(
        options: ProcessOptions = ProcessOptions(),
        _ body: @escaping @Sendable (inout Inbox<Never>) async throws -> Void
    ) -> ProcessRef<Never> {
        spawnLinked(Never.self, options: options, body)
    }

    /// Starts a process that takes signals only and that this one monitors from its first moment.
    public func spawnMonitored(
        options: ProcessOptions = ProcessOptions(),
        _ body: @escaping @Sendable (inout Inbox<Never>) async throws -> Void
    ) -> (ref: ProcessRef<Never>, monitor: Monitor) {
        spawnMonitored(Never.self, options: options, body)
    }

    /// Starts a process that is linked to this one from its first moment.
    @discardableResult
    public func spawnLinked<Message: Sendable>(
        _ type: Message.Type,
        options: ProcessOptions = ProcessOptions(),
        _ body: @escaping @Sendable (inout Inbox<Message>) async throws -> Void
    ) -> ProcessRef<Message> {
        ProcessRef(core: BareProcess.spawn(options, by: core, body) { _ = core.link(to: $0) })
    }

    /// Starts a process that this one monitors from its first moment.
    public func spawnMonitored<Message: Sendable>(
        _ type: Message.Type,
        options: ProcessOptions = ProcessOptions(),
        _ body: @escaping @Sendable (inout Inbox<Message>) async throws -> Void
    ) -> (ref: ProcessRef<Message>, monitor: Monitor) {
        let started = Locked<Monitor?>(nil)
        let process = BareProcess.spawn(options, by: core, body) { process in
            let monitor = core.monitor(process, as: .process(process.id))
            started.withLock { $0 = monitor }
        }
        let monitor = started.withLock { $0 } ?? core.monitor(process, as: .process(process.id))
        return (ProcessRef(core: process), monitor)
    }
}

extension BareProcess {
    /// Makes a process and, before its code can run, whatever `prepare` ties to it.
    fileprivate static func spawn(
        _ options: ProcessOptions,
        by parent: ProcessCore?,
        _ body: @escaping @Sendable (inout Inbox<Message>) async throws -> Void,
        prepare: (BareProcess) -> Void
    ) -> BareProcess {
        let system = parent?.system ?? .current
        let process = BareProcess(system: system, options: options, parent: parent, body)
        guard system.allowsEffects else {
            process.refuseToStart(.killed)
            return process
        }
        if let limit = system.reachedLimit {
            process.refuseToStart(.failed(ProcessError.systemLimit(limit)))
            prepare(process)
            return process
        }
        system.processes.insert(process)
        prepare(process)
        if process.isAlive { process.scheduler.submit(process) }
        return process
    }
}
