extension AsyncSequence where Self: Sendable, Element: Sendable {
    /// Turns every element, as it comes, into a result by a task of its own, several at the same time.
    ///
    ///     let answers = try requests.concurrentResults(maxConcurrency: 100, ordered: false) { await answer($0) }
    ///
    /// Like `concurrentResults` of any sequence. Results do not wait for further elements. When the elements end with an
    /// error, the tasks are ended and the loop throws `TaskError.inputFailed`.
    @inlinable public func concurrentResults<Output: Sendable>(
        maxConcurrency: Int? = nil,
        ordered: Bool = true,
        timeout: Duration? = .seconds(5),
        onTimeout: SlowTask = .exit,
        zipsInputOnExit: Bool = false,
        function: String = #function,
        fileID: String = #fileID,
        line: UInt = #line,
        _ operation: @escaping @Sendable (Element) async throws -> Output
    ) throws(TaskError) -> AsyncConcurrentResults<Self, Output> {
        let plan = try StreamPlan(
            maxConcurrency: maxConcurrency,
            ordered: ordered,
            timeout: timeout,
            onTimeout: onTimeout,
            zipsInputOnExit: zipsInputOnExit,
            origin: TaskOrigin(function: function, fileID: fileID, line: line),
            body: StreamPlan.applying(operation)
        )
        return AsyncConcurrentResults(base: self, plan: plan)
    }
}
