import Processes
import Supervision

/// Where a stream takes its inputs from.
@usableFromInline enum StreamSource {
    /// Gives every input to a run, as it has room for them.
    @usableFromInline typealias Feed = @Sendable (StreamRun) async throws -> Void

    /// The consumer takes them itself; `nil` is the end.
    case pull((StreamRun) -> StreamWorker?)
    /// A process takes them, because it may have to wait.
    case feed(Feed)
}

extension StreamRun {
    /// Starts a worker.
    @usableFromInline nonisolated(nonsending) func start(_ worker: StreamWorker) async throws(TaskError) {
        guard let supervisor = plan.supervisor else { return startHere(worker) }
        guard take(worker) else { return }
        let owner = caller.nearest.map { (process: $0, isLinked: false) }
        try await supervisor.startProcess(.temporary, plan.shutdown) { [self] context in
            context.spawn(worker, ProcessOptions(), owner: owner) { started(worker, as: $0) }
        }
    }

    /// Starts a worker without a supervisor.
    func startHere(_ worker: StreamWorker) {
        var isWanted = true
        let process = TaskProcess.spawn(worker, options: ProcessOptions(), in: system, parent: caller.nearest) {
            isWanted = take(worker, as: $0)
        }
        if !isWanted { process.endAlong() }
    }
}
