import OTP
import ProcessTesting
import Testing

/// A process that does what it is told, one thing after another.
struct Resident: Sendable {
    struct Work: Sendable {
        let run: @Sendable () async -> Void
    }

    let ref: ProcessRef<Work>

    var id: ProcessID { ref.id }

    init(trapsExits: Bool = false) {
        ref = spawn(Work.self, options: ProcessOptions(trapsExits: trapsExits)) { inbox in
            while true { await (try await inbox.receive()).run() }
        }
    }

    /// Does something in the process, and waits for what comes out.
    @discardableResult
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        let outcome = Probe<Swift.Result<Result, any Error>>()
        ref.send(Work { outcome.record(Swift.Result { try body() }) })
        return try await outcome.next().get()
    }

    /// Lets the process do something, without waiting for it.
    func begin(_ body: @escaping @Sendable () async -> Void) {
        ref.send(Work(run: body))
    }

    /// Ends the process in the ordinary way, and waits until it is gone.
    func end() async {
        id.exit(.shutdown)
        _ = await id.exitReason()
    }
}

typealias Rooms = Registry<String, Int>

extension Registry {
    /// The processes that stand for the partitions, by number.
    var partitionProcesses: [ProcessID] {
        get async throws {
            try await children.sorted { ($0.id?.text ?? "") < ($1.id?.text ?? "") }.compactMap(\.process)
        }
    }

    /// The values of a key, in order.
    func values(_ key: Key) -> [Value] where Value: Comparable {
        lookup(key).map(\.value).sorted()
    }
}

/// All kinds, with one partition and with several.
struct Kind: Sendable, CustomTestStringConvertible {
    let keys: RegistryKeys
    let partitions: Int

    var testDescription: String { "\(keys), \(partitions)" }

    static let unique = [1, 4].map { Kind(keys: .unique, partitions: $0) }
    static let duplicate = [1, 4].flatMap { count in
        [RegistryKeys.Partitioning.process, .key].map {
            Kind(keys: .duplicate(partitionedBy: $0), partitions: count)
        }
    }
    static let all = unique + duplicate

    func start<Key, Value>(_ type: Registry<Key, Value>.Type) async throws -> Registry<Key, Value> {
        try await .startLink(keys: keys, partitions: partitions)
    }
}
