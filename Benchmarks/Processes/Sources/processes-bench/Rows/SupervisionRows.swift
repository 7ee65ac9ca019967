import OTP

/// What supervisors do.
enum SupervisionRows {
    static let all: [Row] = [
        Row("restart", 500, target: 1, restart)
    ]

    /// From the kill to the moment when the new one has the name.
    private static func restart(_ count: Int) async throws -> Duration {
        let name: ServerName<Counter> = "worker"
        let supervisor = try await Supervisor.startLink(.oneForOne, maxRestarts: count + 1) {
            Counter.child(Counter(), name: name)
        }
        let time = await ContinuousClock().measure {
            for _ in 0..<count {
                guard let old = name.process else { continue }
                old.kill()
                while name.process == nil { await Task.yield() }
            }
        }
        try await supervisor.stop()
        return time
    }
}
