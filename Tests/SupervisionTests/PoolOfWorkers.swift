import OTP
import Testing

/// A suite that starts workers in a dynamic supervisor.
protocol PoolOfWorkers {}

extension PoolOfWorkers {
    /// Starts a child and gives its process.
    func start(_ plan: Worker.Plan, in pool: DynamicSupervisor, _ child: ChildSpec? = nil) async throws
        -> ProcessID
    {
        try #require(try await pool.start(child ?? plan.child())).id
    }

    func end(_ process: ProcessID, _ reason: ExitReason = .failed(Worker.Broken())) async {
        process.send(Worker.End(reason: reason))
        _ = await process.exitReason()
    }
}
