public import Processes
public import Supervision

extension TaskSupervisor {
    /// Starts a task that is linked to the calling process, which becomes its owner.
    ///
    /// When the supervisor ends, the task is asked to end and killed after five seconds, unless told otherwise.
    public nonisolated(nonsending) func async<Success: Sendable>(
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        options: ProcessOptions = ProcessOptions(),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable () async throws -> Success
    ) async throws(TaskError) -> SupervisedTask<Success> {
        let origin = TaskOrigin(function: function, fileID: fileID, line: line)
        return try await startTask(ValueWork(.current, origin, operation), shutdown, options, isLinked: true)
    }

    /// Starts a task whose failure does not reach the calling process, which becomes its owner.
    ///
    /// A process that does something else than to wait for the task is told by `TaskReply` and `Signal.down`.
    public nonisolated(nonsending) func asyncNolink<Success: Sendable>(
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        options: ProcessOptions = ProcessOptions(),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable () async throws -> Success
    ) async throws(TaskError) -> SupervisedTask<Success> {
        let origin = TaskOrigin(function: function, fileID: fileID, line: line)
        return try await startTask(ValueWork(.current, origin, operation), shutdown, options, isLinked: false)
    }

    /// Starts a task that nobody waits for; it is not started again unless told otherwise.
    @discardableResult
    public nonisolated(nonsending) func start(
        restart: ChildSpec.Restart = .temporary,
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        options: ProcessOptions = ProcessOptions(),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable () async throws -> Void
    ) async throws(TaskError) -> ProcessID {
        let origin = TaskOrigin(function: function, fileID: fileID, line: line)
        let owner = TaskOwner.current
        return try await startProcess(restart, shutdown) { supervisor in
            let work = ValueWork(owner, origin, isSpent: true, operation)
            return supervisor.spawn(work, options, owner: nil) { work.started(as: $0) }
        }
    }

    private nonisolated(nonsending) func startTask<Success: Sendable>(
        _ work: ValueWork<Success>,
        _ shutdown: ChildSpec.Shutdown,
        _ options: ProcessOptions,
        isLinked: Bool
    ) async throws(TaskError) -> SupervisedTask<Success> {
        let owner = work.currentOwner.process.map { (process: $0, isLinked: isLinked) }
        try await startProcess(.temporary, shutdown) { supervisor in
            supervisor.spawn(work, options, owner: owner) { work.started(as: $0) }
        }
        return SupervisedTask(work: work)
    }

    /// Has the supervisor start a process.
    @discardableResult
    nonisolated(nonsending) func startProcess(
        _ restart: ChildSpec.Restart,
        _ shutdown: ChildSpec.Shutdown,
        _ spawn: @escaping @Sendable (ProcessContext) -> ProcessID
    ) async throws(TaskError) -> ProcessID {
        if case .after(let limit) = shutdown, limit < .zero { throw .negativeShutdown(limit) }
        let child = ChildSpec(id: "task", restart: restart, shutdown: shutdown) { () throws(StartError) in
            guard let supervisor = ProcessContext.current else { throw .cancelled }
            return spawn(supervisor)
        }
        do throws(SupervisorError) {
            guard let started = try await supervisor.start(child) else { throw .notFound }
            return started.id
        } catch .maxChildren(let limit) {
            throw .tooManyTasks(limit: limit)
        } catch {
            throw .supervisor(error)
        }
    }
}

extension ProcessContext {
    /// Starts the process of a piece of work as a child of this supervisor; without its owner it does not begin.
    func spawn(
        _ work: some ProcessWork,
        _ options: ProcessOptions,
        owner: (process: ProcessID, isLinked: Bool)?,
        prepare: (ProcessID) -> Void
    ) -> ProcessID {
        TaskProcess.spawn(
            work,
            options: options,
            in: system,
            parent: id,
            linkedTo: id,
            owner: owner,
            prepare: prepare
        )
    }
}
