public import Processes
public import Supervision

/// How elements are to be turned into results.
@usableFromInline struct StreamPlan: Sendable {
    @usableFromInline let maxConcurrency: Int
    @usableFromInline let ordered: Bool
    @usableFromInline let timeout: Duration?
    @usableFromInline let onTimeout: SlowTask
    @usableFromInline let zipsInputOnExit: Bool
    /// Who starts the tasks; the consumer itself without one.
    @usableFromInline let supervisor: TaskSupervisor?
    @usableFromInline let shutdown: ChildSpec.Shutdown
    /// Whether the failure of a task ends the consumer.
    @usableFromInline let isLinked: Bool
    @usableFromInline let origin: TaskOrigin
    @usableFromInline let body: ProcessWorkBody

    /// A plan that can be carried out.
    @usableFromInline init(
        maxConcurrency: Int?,
        ordered: Bool,
        timeout: Duration?,
        onTimeout: SlowTask,
        zipsInputOnExit: Bool,
        supervisor: TaskSupervisor? = nil,
        shutdown: ChildSpec.Shutdown = .brutalKill,
        isLinked: Bool = true,
        origin: TaskOrigin,
        body: @escaping ProcessWorkBody
    ) throws(TaskError) {
        let maxConcurrency = maxConcurrency ?? OSThread.processorCount
        guard maxConcurrency > 0 else { throw .maxConcurrencyNotPositive(maxConcurrency) }
        try checkTime(timeout)
        if case .after(let limit) = shutdown, limit < .zero { throw .negativeShutdown(limit) }
        self.maxConcurrency = maxConcurrency
        self.ordered = ordered
        self.timeout = timeout
        self.onTimeout = onTimeout
        self.zipsInputOnExit = zipsInputOnExit
        self.supervisor = supervisor
        self.shutdown = shutdown
        self.isLinked = isLinked
        self.origin = origin
        self.body = body
    }

    /// The body that applies a function to the input of a worker.
    @inlinable static func applying<Input: Sendable, Output: Sendable>(
        _ operation: @escaping @Sendable (Input) async throws -> Output
    ) -> ProcessWorkBody {
        { worker in
            let worker = unsafeDowncast(worker, to: ElementWorker<Input, Output>.self)
            worker.output = try await operation(worker.input)
        }
    }
}
