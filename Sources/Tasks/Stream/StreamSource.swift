import Processes
import Supervision

/// Where a stream takes its inputs from.
enum StreamSource<Input: Sendable, Output: Sendable> {
    /// Gives every input to a run, as it has room for them.
    typealias Feed = @Sendable (StreamRun<Input, Output>) async throws -> Void

    /// The consumer takes them itself; `nil` is the end.
    case pull(() -> Input?)
    /// A process takes them, because it may have to wait.
    case feed(Feed)
}

extension StreamRun {
    /// Starts a task for an input.
    nonisolated(nonsending) func start(_ input: Input) async throws(TaskError) {
        guard let (supervisor, shutdown) = plan.supervisor else { return startHere(input) }
        guard let worker = makeWorker(input) else { return }
        let owner = caller.nearest.map { (process: $0, isLinked: false) }
        try await supervisor.start(.temporary, shutdown) { [self] context in
            context.spawn(worker, ProcessOptions(), owner: owner) { started(worker, as: $0) }
        }
    }

    /// Starts a task for an input without a supervisor.
    func startHere(_ input: Input) {
        guard let worker = makeWorker(input) else { return }
        _ = TaskProcess.spawn(worker, options: ProcessOptions(), in: system, parent: caller.nearest) { process in
            started(worker, as: process)
        }
    }
}
