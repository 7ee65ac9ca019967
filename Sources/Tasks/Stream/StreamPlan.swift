import Processes
import Supervision

/// How elements are to be turned into results.
struct StreamPlan<Input: Sendable, Output: Sendable>: Sendable {
    let maxConcurrency: Int
    let ordered: Bool
    let timeout: Duration?
    let onTimeout: SlowTask
    let zipsInputOnExit: Bool
    /// Who starts the tasks, and how it ends them; the consumer itself without one.
    let supervisor: (supervisor: TaskSupervisor, shutdown: ChildSpec.Shutdown)?
    /// Whether the failure of a task ends the consumer.
    let isLinked: Bool
    let origin: TaskOrigin
    let operation: @Sendable (Input) async throws -> Output

    /// The plan itself, if it can be carried out.
    func checked() throws(TaskError) -> StreamPlan {
        guard maxConcurrency > 0 else { throw .maxConcurrencyNotPositive(maxConcurrency) }
        try checkTime(timeout)
        if case .after(let limit)? = supervisor?.shutdown, limit < .zero { throw .negativeShutdown(limit) }
        return self
    }
}
