import Glibc
import OTP

/// One thing that is measured.
struct Row: Sendable {
    let name: String
    let count: Int
    let body: @Sendable (Int) async throws -> Duration

    init(_ name: String, _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Duration) {
        self.name = name
        self.count = count
        self.body = body
    }

    /// Microseconds for each, measured in a process of its own, as the peer does.
    func measure() async -> Double {
        let results = AsyncStream.makeStream(of: Duration?.self)
        spawn { _ in
            _ = try await body(count / 10)
            results.continuation.yield(try await body(count))
            results.continuation.finish()
        }
        for await time in results.stream {
            guard let time else { continue }
            let (seconds, attoseconds) = time.components
            return (Double(seconds) * 1e6 + Double(attoseconds) / 1e12) / Double(count)
        }
        return .nan
    }
}

/// Prints "ROW VALUE": microseconds, or bytes.
///
/// Arguments: names of rows; `million` for a million servers at once.
@main
enum ProcessesBench {
    static func main() async throws {
        // Reports about killed processes would be measured too; the peer is silent as well.
        let system = ProcessSystem(log: Log("bench", to: Silence()))
        try await system.run { try await measureRows() }
    }

    private static func measureRows() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        for row in Rows.all where wanted.isEmpty || wanted.contains(row.name) {
            print(row.name, await row.measure(), separator: "\t")
        }
        if wanted.isEmpty || wanted.contains("idle server") {
            print("idle server", try await bytesOfServers(100_000), separator: "\t")
        }
        if wanted.contains("million") {
            print("million servers", try await bytesOfServers(1_000_000), separator: "\t")
        }
    }

    @concurrent
    private static func bytesOfServers(_ count: Int) async throws -> Int {
        var servers: [ServerRef<Counter>] = []
        servers.reserveCapacity(count)
        let before = residentBytes
        for _ in 0..<count { servers.append(try await Counter.start(Counter())) }
        let used = residentBytes - before
        var answers = 0
        for server in servers { answers += try await server.call(Counter.Next()) }
        precondition(answers == count, "\(answers) of \(count) servers answered")
        return used / count
    }

    private static var residentBytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var total = 0
        var resident = 0
        return withUnsafeMutablePointer(to: &total) { total in
            withUnsafeMutablePointer(to: &resident) { resident in
                withVaList([total, resident]) { vfscanf(file, "%ld %ld", $0) } == 2 ? resident.pointee * 4096 : 0
            }
        }
    }
}

private struct Silence: LogSink {
    let level = LogLevel.critical

    func write(_ entry: LogEntry) {}
}
