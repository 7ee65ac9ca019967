import OTP

/// Bare processes.
enum ProcessRows {
    static let all: [Row] = [
        Row("spawn + exit", 100_000, target: 0.5, spawns),
        Row("ring hop", 500_000, target: 1, ring),
    ]

    private static func spawns(_ count: Int) async throws -> Duration {
        await ContinuousClock().measure {
            for _ in 0..<count { _ = await spawn { _ in }.id.exitReason() }
        }
    }

    /// A thousand processes pass one message round.
    private static func ring(_ count: Int) async throws -> Duration {
        let (results, continuation) = AsyncStream.makeStream(of: Duration.self)
        spawn(Int.self) { inbox in
            var next = inbox.ref
            for _ in 1..<1000 {
                let target = next
                next = spawn(Int.self) { inbox in
                    while true { target.send(try await inbox.receive()) }
                }
            }
            let clock = ContinuousClock()
            let start = clock.now
            for _ in 0..<(count / 1000) {
                next.send(1)
                _ = try await inbox.receive()
            }
            continuation.yield(clock.now - start)
        }
        for await time in results { return time }
        return .zero
    }
}
