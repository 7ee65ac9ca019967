import Glibc
import OTP

/// One thing that is measured; a row of the same name on the BEAM does the same work.
///
/// A file in `Rows` has one group of rows, and `ProcessesBench.rows` lists the groups. The peer's rows stand in
/// `Peer`, a file for each group.
struct Row: Sendable {
    /// What the value counts.
    enum Unit: String {
        /// Microseconds for each.
        case us
        case bytes
        /// A part of something else that the same program measures.
        case share
    }

    let name: String
    let unit: Unit
    /// How large the value may be, as a share of the peer's.
    let target: Double
    /// How large the value may be where there is no peer; the ratio is that to this limit.
    let limit: Double?
    private let value: @Sendable () async throws -> Double

    /// Times: `body` does `count` of its thing, and gives the time it took, without making ready and clearing up.
    init(
        _ name: String,
        _ count: Int,
        target: Double,
        _ body: @escaping @Sendable (Int) async throws -> Duration
    ) {
        self.name = name
        self.target = target
        unit = .us
        limit = nil
        value = {
            _ = try await body(max(1, count / 10))
            let (seconds, attoseconds) = try await body(count).components
            return (Double(seconds) * 1e6 + Double(attoseconds) / 1e12) / Double(count)
        }
    }

    /// Bytes: `body` gives how many one of its thing takes.
    init(bytes name: String, target: Double, limit: Double? = nil, _ body: @escaping @Sendable () async throws -> Int) {
        self.name = name
        self.target = target
        self.limit = limit
        unit = .bytes
        value = { Double(try await body()) }
    }

    /// A share, with the limit that it may reach.
    init(share name: String, limit: Double, _ body: @escaping @Sendable () async throws -> Double) {
        self.name = name
        target = 1
        self.limit = limit
        unit = .share
        value = body
    }

    /// The value, measured in a process of its own, as the peer does.
    func measure() async throws -> Double {
        let results = AsyncStream.makeStream(of: Result<Double, any Error>.self)
        spawn { _ in
            do {
                results.continuation.yield(.success(try await value()))
            } catch {
                results.continuation.yield(.failure(error))
            }
            results.continuation.finish()
        }
        for await result in results.stream { return try result.get() }
        return .nan
    }
}

/// What this program has used so far, in all its threads.
var processorTime: Duration {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return .seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + .microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
}

/// What this program holds of the machine's memory.
var residentBytes: Int {
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
