/// The results of one function for many inputs, each worked out by a task of its own; made by `concurrentResults`.
///
/// Nothing happens before the first result is asked for. Whoever asks for it is the caller of all tasks, and their end
/// is the end of the tasks that still run, as is the end of the loop, however it ends.
public struct ConcurrentResults<Base: Sequence, Output: Sendable>: AsyncSequence where Base.Element: Sendable {
    /// A result, or why there is none.
    public typealias Element = Result<Output, TaskExit<Base.Element>>
    /// Why the whole stream ended early.
    public typealias Failure = TaskError

    @usableFromInline let base: Base
    @usableFromInline let plan: StreamPlan

    @inlinable init(base: Base, plan: StreamPlan) {
        self.base = base
        self.plan = plan
    }

    /// Begins a run of its own.
    @inlinable public func makeAsyncIterator() -> ConcurrentResultsIterator<Base.Element, Output> {
        var inputs = base.makeIterator()
        let source = StreamSource.pull { run in
            inputs.next().map { ElementWorker<Base.Element, Output>(run, $0) }
        }
        return ConcurrentResultsIterator(handle: StreamHandle(plan, source))
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

    @usableFromInline let base: Base
    @usableFromInline let plan: StreamPlan

    @inlinable init(base: Base, plan: StreamPlan) {
        self.base = base
        self.plan = plan
    }

    /// Begins a run of its own.
    @inlinable public func makeAsyncIterator() -> ConcurrentResultsIterator<Base.Element, Output> {
        let feed: StreamSource.Feed = { [base] run in
            var inputs = base.makeAsyncIterator()
            while await run.waitForRoom(), let input = try await inputs.next() {
                try await run.start(ElementWorker<Base.Element, Output>(run, input))
            }
        }
        return ConcurrentResultsIterator(handle: StreamHandle(plan, .feed(feed)))
    }
}

/// Hands over one result after the other, and ends the tasks that run when it goes away.
public struct ConcurrentResultsIterator<Input: Sendable, Output: Sendable>: AsyncIteratorProtocol {
    @usableFromInline let handle: StreamHandle

    @inlinable init(handle: StreamHandle) {
        self.handle = handle
    }

    /// The next result; `nil` after the last one.
    @inlinable public mutating func next() async throws(TaskError) -> Result<Output, TaskExit<Input>>? {
        guard let worker = try await handle.next() else { return nil }
        return unsafeDowncast(worker, to: ElementWorker<Input, Output>.self)
            .result(zipsInputOnExit: handle.plan.zipsInputOnExit)
    }

    /// The next result; `nil` after the last one.
    @inlinable public mutating func next(
        isolation actor: isolated (any Actor)?
    ) async throws(TaskError) -> Result<Output, TaskExit<Input>>? {
        guard let worker = try await handle.next() else { return nil }
        return unsafeDowncast(worker, to: ElementWorker<Input, Output>.self)
            .result(zipsInputOnExit: handle.plan.zipsInputOnExit)
    }
}

@available(*, unavailable)
extension ConcurrentResultsIterator: Sendable {}
