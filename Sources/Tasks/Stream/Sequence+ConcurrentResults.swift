extension Sequence where Element: Sendable {
    /// Turns every element into a result by a task of its own, several at the same time.
    ///
    ///     let pages = try urls.concurrentResults(maxConcurrency: 4, onTimeout: .killTask) { try await fetch($0) }
    ///     for try await page in pages {
    ///         switch page {
    ///         case .success(let page): store(page)
    ///         case .failure(let exit): print(exit.reason)
    ///         }
    ///     }
    ///
    /// Elements are taken as they are needed: never more of them than `maxConcurrency` are in work or wait to be handed
    /// over. A task that fails ends the process that runs the loop, unless that traps exits: then, as with
    /// `TaskSupervisor.concurrentResultsNolink`, it is a result like another.
    ///
    /// - Parameters:
    ///   - maxConcurrency: how many at the same time; as many as there are processors, unless told otherwise.
    ///   - ordered: whether results come in the order of the elements, and not as they are ready.
    ///   - timeout: how long one task may take, five seconds unless told otherwise; `nil` is for ever.
    ///   - onTimeout: what becomes of a task that takes longer.
    ///   - zipsInputOnExit: whether a failure carries the element that it is about.
    ///   - function: where this is written, for reports.
    ///   - fileID: where this is written, for reports.
    ///   - line: where this is written, for reports.
    ///   - operation: makes one result; it runs as a process.
    /// - Returns: the results; nothing runs before the first is asked for.
    /// - Throws: `TaskError` for numbers that make no sense. The loop throws it for a timeout, and for a task that fails.
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
    ) throws(TaskError) -> ConcurrentResults<Self, Output> {
        let plan = try StreamPlan(
            maxConcurrency: maxConcurrency,
            ordered: ordered,
            timeout: timeout,
            onTimeout: onTimeout,
            zipsInputOnExit: zipsInputOnExit,
            origin: TaskOrigin(function: function, fileID: fileID, line: line),
            body: StreamPlan.applying(operation)
        )
        return ConcurrentResults(base: self, plan: plan)
    }
}
