public import Supervision

extension TaskSupervisor {
    /// Turns every element into a result by a task of this supervisor, several at the same time.
    ///
    /// As `concurrentResults` of the sequence, and the tasks are linked to whoever runs the loop as well.
    @inlinable public func concurrentResults<Inputs: Sequence, Output: Sendable>(
        of inputs: Inputs,
        maxConcurrency: Int? = nil,
        ordered: Bool = true,
        timeout: Duration? = .seconds(5),
        onTimeout: SlowTask = .exit,
        zipsInputOnExit: Bool = false,
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable (Inputs.Element) async throws -> Output
    ) throws(TaskError) -> ConcurrentResults<Inputs, Output> where Inputs.Element: Sendable {
        let plan = try StreamPlan(
            maxConcurrency: maxConcurrency,
            ordered: ordered,
            timeout: timeout,
            onTimeout: onTimeout,
            zipsInputOnExit: zipsInputOnExit,
            supervisor: self,
            shutdown: shutdown,
            isLinked: true,
            origin: TaskOrigin(function: function, fileID: fileID, line: line),
            body: StreamPlan.applying(operation)
        )
        return ConcurrentResults(base: inputs, plan: plan)
    }

    /// Turns every element, as it comes, into a result by a task of this supervisor, several at the same time.
    ///
    /// As `concurrentResults` of the sequence, and the tasks are linked to whoever runs the loop as well.
    @inlinable public func concurrentResults<Inputs: AsyncSequence & Sendable, Output: Sendable>(
        of inputs: Inputs,
        maxConcurrency: Int? = nil,
        ordered: Bool = true,
        timeout: Duration? = .seconds(5),
        onTimeout: SlowTask = .exit,
        zipsInputOnExit: Bool = false,
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable (Inputs.Element) async throws -> Output
    ) throws(TaskError) -> AsyncConcurrentResults<Inputs, Output> where Inputs.Element: Sendable {
        let plan = try StreamPlan(
            maxConcurrency: maxConcurrency,
            ordered: ordered,
            timeout: timeout,
            onTimeout: onTimeout,
            zipsInputOnExit: zipsInputOnExit,
            supervisor: self,
            shutdown: shutdown,
            isLinked: true,
            origin: TaskOrigin(function: function, fileID: fileID, line: line),
            body: StreamPlan.applying(operation)
        )
        return AsyncConcurrentResults(base: inputs, plan: plan)
    }

    /// Turns every element into a result by a task of this supervisor, several at the same time.
    ///
    /// A task that fails is a failure among the results, and touches nobody else.
    @inlinable public func concurrentResultsNolink<Inputs: Sequence, Output: Sendable>(
        of inputs: Inputs,
        maxConcurrency: Int? = nil,
        ordered: Bool = true,
        timeout: Duration? = .seconds(5),
        onTimeout: SlowTask = .exit,
        zipsInputOnExit: Bool = false,
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable (Inputs.Element) async throws -> Output
    ) throws(TaskError) -> ConcurrentResults<Inputs, Output> where Inputs.Element: Sendable {
        let plan = try StreamPlan(
            maxConcurrency: maxConcurrency,
            ordered: ordered,
            timeout: timeout,
            onTimeout: onTimeout,
            zipsInputOnExit: zipsInputOnExit,
            supervisor: self,
            shutdown: shutdown,
            isLinked: false,
            origin: TaskOrigin(function: function, fileID: fileID, line: line),
            body: StreamPlan.applying(operation)
        )
        return ConcurrentResults(base: inputs, plan: plan)
    }

    /// Turns every element, as it comes, into a result by a task of this supervisor, several at the same time.
    ///
    /// A task that fails is a failure among the results, and touches nobody else.
    @inlinable public func concurrentResultsNolink<Inputs: AsyncSequence & Sendable, Output: Sendable>(
        of inputs: Inputs,
        maxConcurrency: Int? = nil,
        ordered: Bool = true,
        timeout: Duration? = .seconds(5),
        onTimeout: SlowTask = .exit,
        zipsInputOnExit: Bool = false,
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable (Inputs.Element) async throws -> Output
    ) throws(TaskError) -> AsyncConcurrentResults<Inputs, Output> where Inputs.Element: Sendable {
        let plan = try StreamPlan(
            maxConcurrency: maxConcurrency,
            ordered: ordered,
            timeout: timeout,
            onTimeout: onTimeout,
            zipsInputOnExit: zipsInputOnExit,
            supervisor: self,
            shutdown: shutdown,
            isLinked: false,
            origin: TaskOrigin(function: function, fileID: fileID, line: line),
            body: StreamPlan.applying(operation)
        )
        return AsyncConcurrentResults(base: inputs, plan: plan)
    }
}
