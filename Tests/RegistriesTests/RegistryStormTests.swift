import Glibc
import OTP
import ProcessTesting
import Testing

/// Many processes that come, register, look up, dispatch and die on one registry.
///
/// An ordinary run does a fixed amount. With `SOAK` set it goes on for ten seconds, and `SEED` repeats what a former
/// run printed.
@Suite("A registry under load", .timeLimit(.minutes(2)))
struct RegistryStormTests {
    private static let isSoak = getenv("SOAK") != nil
    private static let seed = getenv("SEED").flatMap { UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)

    /// Repeatable numbers.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
            bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
            return bits ^ (bits >> 31)
        }
    }

    /// Who believes to hold each key, noted by the holders themselves.
    private struct Ledger: Sendable {
        let holders = (0..<16).map { _ in Locked<ProcessID?>(nil) }
        let mistakes = Probe<String>()
        let registered = Locked(0)
        let seen = Locked(0)

        /// The process has the key; whoever had it before must be dead, or have crossed himself out.
        func enter(_ process: ProcessID, _ key: Int) {
            registered.withLock { $0 += 1 }
            let rival = holders[key].withLock { holder -> ProcessID? in
                let before = holder.flatMap { $0.isAlive && $0 != process ? $0 : nil }
                // One who was killed meanwhile has lost the key, and perhaps to another one already.
                guard process.isAlive else { return nil }
                holder = process
                return before
            }
            if let rival { mistakes.record("key \(key) had two live owners: \(rival) and \(process)") }
        }

        func leave(_ process: ProcessID, _ key: Int) {
            holders[key].withLock { holder in
                if holder == process { holder = nil }
            }
        }
    }

    /// A short life: a few steps, then an end of one kind or another.
    private static func live(_ rooms: Rooms, _ topics: Rooms, _ ledger: Ledger, _ dice: inout Dice) throws {
        guard let myself = ProcessContext.current?.id else { return }
        var held: [Int] = []
        for _ in 0..<Int.random(in: 1...20, using: &dice) {
            let key = Int.random(in: 0..<16, using: &dice)
            switch Int.random(in: 0..<6, using: &dice) {
            case 0, 1:
                guard (try? rooms.register("room \(key)", key)) != nil else { continue }
                ledger.enter(myself, key)
                held.append(key)
            case 2:
                guard let key = held.popLast() else { continue }
                ledger.leave(myself, key)
                try rooms.unregister("room \(key)")
            case 3:
                try topics.register("topic \(key % 4)", key)
            case 4:
                topics.dispatch("topic \(key % 4)") { entries in
                    ledger.seen.withLock { $0 += entries.count }
                }
            default:
                check(rooms.lookup("room \(key)"), key, ledger)
            }
        }
        if Bool.random(using: &dice) { throw ExitReason.shutdown }
    }

    private static func check(_ entries: Rooms.Entries, _ key: Int, _ ledger: Ledger) {
        ledger.seen.withLock { $0 += entries.count }
        if entries.count > 1 { ledger.mistakes.record("key \(key) led to \(entries.count) processes") }
        for entry in entries where entry.value != key {
            ledger.mistakes.record("key \(key) had the value \(entry.value)")
        }
    }

    /// Starts one short life after another, and kills some of them in the middle.
    private static func work(_ rooms: Rooms, _ topics: Rooms, _ ledger: Ledger, seed: UInt64, until end: () -> Bool)
        async
    {
        var dice = Dice(state: seed)
        while !end() {
            let lifeSeed = dice.next()
            let process = spawn { _ in
                var dice = Dice(state: lifeSeed)
                try live(rooms, topics, ledger, &dice)
            }
            if Int.random(in: 0..<3, using: &dice) == 0 {
                for _ in 0..<Int.random(in: 0..<3, using: &dice) { await Task.yield() }
                process.id.kill()
            }
            _ = await process.id.exitReason()
        }
    }

    @Test(
        "never has two live owners of a unique key, and keeps nothing of the dead",
        arguments: [
            RegistryKeys.Partitioning.process, .key,
        ]
    )
    func storm(partitioning: RegistryKeys.Partitioning) async throws {
        print("registry storm, \(partitioning): SEED=\(Self.seed)")
        try await withTestWorld { world in
            let rooms = try await Rooms.startLink(keys: .unique, partitions: 4)
            let topics = try await Rooms.startLink(keys: .duplicate(partitionedBy: partitioning), partitions: 4)
            let ledger = Ledger()
            let deadline = ContinuousClock().now + .seconds(10)
            await withTaskGroup { group in
                for number in 0..<8 {
                    group.addTask {
                        var lives = 0
                        await Self.work(rooms, topics, ledger, seed: Self.seed &+ UInt64(number)) {
                            lives += 1
                            return Self.isSoak ? ContinuousClock().now > deadline : lives > 250
                        }
                    }
                }
            }
            await world.waitForLingering()
            await world.settle()
            #expect(ledger.mistakes.recorded == [])
            let (registered, seen) = (ledger.registered.withLock { $0 }, ledger.seen.withLock { $0 })
            print("registry storm, \(partitioning): \(registered) keys registered, \(seen) entries seen")
            #expect(registered > 500 && seen > 500)
            #expect(rooms.count == 0 && topics.count == 0)
            #expect(rooms.select { $0.key }.isEmpty && topics.select { $0.key }.isEmpty)
            for process in try await rooms.partitionProcesses + topics.partitionProcesses {
                #expect(process.info?.links.count == 1)
            }
        }
    }

    @Test("readers see one of the values that a key has had, while its entry changes all the time")
    func readers() async throws {
        try await withTestWorld { _ in
            let rooms = try await Rooms.startLink(keys: .unique)
            let resident = Resident()
            try await resident.run { try rooms.register("lobby", 0) }
            let isDone = Locked(false)
            let readers = (0..<2).map { _ in
                Task {
                    var last = 0
                    var isMonotonic = true
                    while !isDone.withLock({ $0 }) {
                        guard let value = rooms.lookup("lobby").first?.value else { return false }
                        isMonotonic = isMonotonic && value >= last
                        last = value
                        await Task.yield()
                    }
                    return isMonotonic
                }
            }
            try await resident.run { for _ in 0..<5000 { try rooms.updateValue("lobby") { $0 += 1 } } }
            isDone.withLock { $0 = true }
            for reader in readers { #expect(await reader.value) }
            #expect(rooms.values("lobby") == [5000])
        }
    }
}
