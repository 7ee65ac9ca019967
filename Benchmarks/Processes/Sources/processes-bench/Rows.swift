import OTP

/// What is measured: each body does `count` of its thing and gives the time it took.
enum Rows {
    static let all: [Row] = [
        Row("call", 300_000, call),
        Row("call, 8 clients", 400_000, clients),
        Row("cast", 1_000_000, cast),
        Row("spawn + exit", 100_000, spawns),
        Row("start + stop", 50_000, starts),
        Row("ring hop", 500_000, ring),
        Row("restart", 500, restart),
    ]

    private static func call(_ count: Int) async throws -> Duration {
        let server = try await Counter.start(Counter())
        let time = try await ContinuousClock().measure {
            for _ in 0..<count { _ = try await server.call(Counter.Next()) }
        }
        try await server.stop()
        return time
    }

    private static func clients(_ count: Int) async throws -> Duration {
        let server = try await Counter.start(Counter())
        let time = await ContinuousClock().measure {
            let clients = (0..<8).map { _ in
                spawn { _ in
                    for _ in 0..<(count / 8) { _ = try await server.call(Counter.Next(), timeout: .seconds(60)) }
                }
            }
            for client in clients { _ = await client.id.exitReason() }
        }
        try await server.stop()
        return time
    }

    /// Until the last one is handled.
    private static func cast(_ count: Int) async throws -> Duration {
        let server = try await Counter.start(Counter())
        let time = try await ContinuousClock().measure {
            for _ in 0..<count { server.cast(Counter.Add()) }
            _ = try await server.call(Counter.Next(), timeout: nil)
        }
        try await server.stop()
        return time
    }

    private static func spawns(_ count: Int) async throws -> Duration {
        await ContinuousClock().measure {
            for _ in 0..<count { _ = await spawn { _ in }.id.exitReason() }
        }
    }

    private static func starts(_ count: Int) async throws -> Duration {
        try await ContinuousClock().measure {
            for _ in 0..<count { try await Counter.start(Counter()).stop() }
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
