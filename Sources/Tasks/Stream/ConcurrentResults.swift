/// The results of one function for many inputs, each worked out by a task of its own; made by `concurrentResults`.
///
/// Nothing happens before the first result is asked for. Whoever asks for it is the caller of all tasks, and their end
/// is the end of the tasks that still run, as is the end of the loop, however it ends.
public struct ConcurrentResults<Base: Sequence, Output: Sendable>: AsyncSequence where Base.Element: Sendable {
    /// A result, or why there is none.
    public typealias Element = Result<Output, TaskExit<Base.Element>>
    /// Why the whole stream ended early.
    public typealias Failure = TaskError

    let base: Base
    let plan: StreamPlan<Base.Element, Output>

    /// Begins a run of its own.
    public func makeAsyncIterator() -> ConcurrentResultsIterator<Base.Element, Output> {
        var inputs = base.makeIterator()
        return ConcurrentResultsIterator(handle: StreamHandle(plan, .pull { inputs.next() }))
    }
}

extension ConcurrentResults: Sendable where Base: Sendable {}

/// The results of one function for inputs that come in time, each worked out by a task of its own.
///
/// The inputs are taken by a process of its own, so that results need not wait for further inputs.
public struct AsyncConcurrentResults<Base: AsyncSequence & Sendable, Output: Sendable>: AsyncSequence, Sendable
where Base.Element: Sendable {
    /// A result, or why there is none.
    public typealias Element = Result<Output, TaskExit<Base.Element>>
    /// Why the whole stream ended early.
    public typealias Failure = TaskError

    let base: Base
    let plan: StreamPlan<Base.Element, Output>

    /// Begins a run of its own.
    public func makeAsyncIterator() -> ConcurrentResultsIterator<Base.Element, Output> {
        let feed: StreamSource<Base.Element, Output>.Feed = { [base] run in
            var inputs = base.makeAsyncIterator()
            while await run.waitForRoom(), let input = try await inputs.next() { try await run.start(input) }
        }
        return ConcurrentResultsIterator(handle: StreamHandle(plan, .feed(feed)))
    }
}

/// Hands over one result after the other, and ends the tasks that run when it goes away.
public struct ConcurrentResultsIterator<Input: Sendable, Output: Sendable>: AsyncIteratorProtocol {
    let handle: StreamHandle<Input, Output>

    /// The next result; `nil` after the last one.
    public mutating func next() async throws(TaskError) -> Result<Output, TaskExit<Input>>? {
        try await handle.next()
    }

    /// The next result; `nil` after the last one.
    public mutating func next(
        isolation actor: isolated (any Actor)?
    ) async throws(TaskError) -> Result<Output, TaskExit<Input>>? {
        try await handle.next()
    }
}

@available(*, unavailable)
extension ConcurrentResultsIterator: Sendable {}
