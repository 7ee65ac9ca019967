import OTP

/// Messages to servers, and their beginning and end.
enum ServerRows {
    static let all: [Row] = [
        Row("call", 300_000, target: 0.2, call),
        Row("call, 8 clients", 400_000, target: 0.4, clients),
        Row("cast", 1_000_000, target: 0.2, cast),
        Row("start + stop", 50_000, target: 0.3, starts),
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

    private static func starts(_ count: Int) async throws -> Duration {
        try await ContinuousClock().measure {
            for _ in 0..<count { try await Counter.start(Counter()).stop() }
        }
    }
}
