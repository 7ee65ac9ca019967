/// What a process does in a task; gives whether the task may serve another process afterwards.
///
/// It may not once somebody may have cancelled it.
typealias TaskBody = nonisolated(nonsending) @Sendable () async -> Bool

/// A task that runs the code of one process after another.
///
/// To make a task and to end it takes longer than what most processes do. So a task of the shared threads whose process
/// has come to its end, or to a rest, waits for the next one, with the thread on which it did. It keeps nothing of a
/// process: what is task-local is bound while a body runs, and a task that may have been cancelled ends.
///
/// Unchecked, because what varies is touched by the thread that hands over a body, while the task waits, and then by the
/// task; the continuation orders both.
final class Carrier: @unchecked Sendable {
    /// How many of them wait with a thread at most.
    private static let limit = 64

    private let scheduler: Scheduler
    private let isKept: Bool
    private var process: ProcessCore?
    private var body: TaskBody?
    private var continuation: UnsafeContinuation<Void, Never>?
    private var task: Task<Void, Never>?

    private init(_ scheduler: Scheduler, isKept: Bool) {
        self.scheduler = scheduler
        self.isKept = isKept
    }

    /// Runs a body as `process`, on this thread, as far as it goes without waiting.
    ///
    /// `prepare` is given the task before the body runs.
    static func run(
        for process: ProcessCore,
        on worker: Worker,
        _ body: @escaping TaskBody,
        prepare: (Task<Void, Never>) -> Void
    ) {
        let scheduler = process.scheduler
        let isKept = scheduler.keepsTasks && process.options.priority == nil
        let waiting = isKept && worker.owner == ObjectIdentifier(scheduler) ? worker.carriers.popLast() : nil
        let carrier = waiting ?? Carrier(scheduler, isKept: isKept)
        carrier.process = process
        carrier.body = body
        let job = worker.capture(for: scheduler) {
            if let continuation = carrier.continuation.take() {
                if let task = carrier.task { prepare(task) }
                continuation.resume()
            } else {
                let task = carrier.makeTask(process.options.priority)
                carrier.task = task
                prepare(task)
            }
        }
        worker.depth += 1
        job?.runSynchronously(on: scheduler.asUnownedTaskExecutor())
        worker.depth -= 1
    }

    private func makeTask(_ priority: TaskPriority?) -> Task<Void, Never> {
        // Detached, so that nothing task-local of whoever started it leaks in; each body gets its own context.
        Task.detached(executorPreference: scheduler, priority: priority) { [self] in await run() }
    }

    private nonisolated(nonsending) func run() async {
        while await runBody(), isKept, !Task.isCancelled, await waitForProcess() {}
    }

    private nonisolated(nonsending) func runBody() async -> Bool {
        guard let body = body.take(), let process = process.take() else { return false }
        return await Ambient.$process.withValue(process) { await body() }
    }

    /// Waits with the thread that runs this for the next process; false when enough others do.
    private nonisolated(nonsending) func waitForProcess() async -> Bool {
        guard let worker = Worker.current, worker.owner == ObjectIdentifier(scheduler),
            worker.carriers.count < Self.limit
        else { return false }
        await withUnsafeContinuation { continuation in
            self.continuation = continuation
            worker.carriers.append(self)
        }
        return true
    }
}
