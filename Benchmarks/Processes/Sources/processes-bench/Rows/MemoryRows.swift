import OTP

/// What servers that wait take of the machine's memory.
enum MemoryRows {
    static let all: [Row] = [
        Row(bytes: "idle server", target: 0.65) { try await bytesOfServers(100_000) / 100_000 },
        Row(bytes: "a million idle servers", target: 1, limit: 2.5e9) { try await bytesOfServers(1_000_000) },
    ]

    /// Starts servers, and makes sure afterwards that each of them answers.
    private static func bytesOfServers(_ count: Int) async throws -> Int {
        var servers: [ServerRef<Counter>] = []
        servers.reserveCapacity(count)
        let before = residentBytes
        for _ in 0..<count { servers.append(try await Counter.start(Counter())) }
        let used = residentBytes - before
        var answers = 0
        for server in servers { answers += try await server.call(Counter.Next()) }
        guard answers == count else { throw Unanswered(count: count - answers) }
        return used
    }

    private struct Unanswered: Error {
        let count: Int
    }
}
