public import Processes
public import Supervision

extension SupervisedTask {
    /// Starts a task that is linked to the calling process, which becomes its owner.
    ///
    /// Outside of any process there is nobody to link to; a failure then comes to light when its value is asked for.
    @inlinable public static func linked(
        options: ProcessOptions = ProcessOptions(),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable () async throws -> Success
    ) -> SupervisedTask {
        let owner = TaskOwner.current
        let work = ValueWork(owner, TaskOrigin(function: function, fileID: fileID, line: line), operation)
        work.spawn(options)
        return SupervisedTask(work: work)
    }

    /// A task that is done and has no process; for code that has the result at hand where a task is wanted.
    @inlinable public static func completed(
        _ value: Success,
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line
    ) -> SupervisedTask {
        let origin = TaskOrigin(function: function, fileID: fileID, line: line)
        return SupervisedTask(work: ValueWork(completed: value, .current, origin))
    }
}

extension SupervisedTask where Success == Void {
    /// Starts a task that nobody is linked to and nobody waits for.
    @discardableResult
    public static func start(
        options: ProcessOptions = ProcessOptions(),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable () async throws -> Void
    ) -> ProcessID {
        let origin = TaskOrigin(function: function, fileID: fileID, line: line)
        return ValueWork(.current, origin, isSpent: true, operation)
            .spawn(options, parent: ProcessContext.current?.id, linkedTo: nil)
    }

    /// Starts a task that is linked to the calling process, and that nobody waits for.
    @discardableResult
    public static func startLink(
        options: ProcessOptions = ProcessOptions(),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable () async throws -> Void
    ) -> ProcessID {
        let owner = TaskOwner.current
        let origin = TaskOrigin(function: function, fileID: fileID, line: line)
        return ValueWork(owner, origin, isSpent: true, operation).spawn(options)
    }

    /// A child that does one piece of work; it is not started again unless told otherwise.
    ///
    ///     try await Supervisor.startLink(.oneForOne) {
    ///         Cache.child(limit)
    ///         SupervisedTask.child { try await warmUp() }
    ///     }
    ///
    /// The supervisor does not wait for the work.
    public static func child(
        id: ChildID = "SupervisedTask",
        restart: ChildSpec.Restart = .temporary,
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        options: ProcessOptions = ProcessOptions(),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable () async throws -> Void
    ) -> ChildSpec {
        ChildSpec(id: id, restart: restart, shutdown: shutdown) {
            startLink(options: options, function: function, fileID: fileID, line: line, operation)
        }
    }
}

extension TaskWork {
    /// Starts the process of this work, as a child of its owner and linked to it.
    @discardableResult
    @usableFromInline func spawn(_ options: ProcessOptions) -> ProcessID {
        let owner = currentOwner.process
        return spawn(options, parent: owner, linkedTo: owner)
    }

    /// Starts the process of this work, as a child of the calling one.
    @discardableResult
    func spawn(_ options: ProcessOptions, parent: ProcessID?, linkedTo owner: ProcessID?) -> ProcessID {
        TaskProcess.spawn(
            self,
            options: options,
            in: parent?.core.system ?? .current,
            parent: parent,
            owner: owner.map { ($0, isLinked: true) },
            prepare: started
        )
    }
}
