import OTP
import ProcessTesting
import Testing

@Suite("Dispatching", .timeLimit(.minutes(1)))
struct DispatchTests {
    private struct Broken: Error, Equatable {}

    /// A registry with eight processes under one key; their values are 0 to 7.
    private func makeTopics(_ kind: Kind) async throws -> Rooms {
        let topics = try await kind.start(Rooms.self)
        for number in 0..<8 { try await Resident().run { try topics.register("news", number) } }
        return topics
    }

    @Test("REG-045 REG-048 the function gets all entries, in the calling process", arguments: Kind.duplicate)
    func dispatches(kind: Kind) async throws {
        try await withTestWorld { _ in
            let topics = try await makeTopics(kind)
            try await withProcess { inbox in
                let caller = inbox.process.id
                var seen: [Int] = []
                topics.dispatch("news") { entries in
                    #expect(ProcessContext.current?.id == caller)
                    #expect(entries.allSatisfy { $0.process.isAlive && $0.key == "news" })
                    seen += entries.map(\.value)
                }
                #expect(seen.sorted() == Array(0..<8))
            }
        }
    }

    @Test("REG-045 the entry of a unique key is dispatched, too", arguments: Kind.unique)
    func dispatchesUnique(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            try await Resident().run { try rooms.register("lobby", 3) }
            let seen = Probe<[Int]>()
            rooms.dispatch("lobby") { seen.record($0.map(\.value)) }
            try await rooms.dispatch("lobby", parallel: true) { seen.record($0.map(\.value)) }
            #expect(seen.recorded == [[3], [3]])
        }
    }

    @Test("REG-046 without entries the function is not called", arguments: Kind.all)
    func dispatchesNothing(kind: Kind) async throws {
        try await withTestWorld { _ in
            let topics = try await kind.start(Rooms.self)
            topics.dispatch("news") { _ in Issue.record("called") }
            try await topics.dispatch("news", parallel: true) { _ in Issue.record("called") }
        }
    }

    @Test("REG-047 it is called once for each partition that has entries")
    func callsByPartition() async throws {
        try await withTestWorld { _ in
            let topics = try await Rooms.startLink(keys: .duplicate, partitions: 4)
            var homes: Set<ProcessID> = []
            for number in 0..<3 {
                homes.insert(try await Resident().run { try topics.register("news", number) })
            }
            var calls = 0
            topics.dispatch("news") { entries in
                calls += 1
                #expect(!entries.isEmpty)
            }
            #expect(calls == homes.count)
            let parallel = Probe<Int>()
            try await topics.dispatch("news", parallel: true) { parallel.record($0.count) }
            #expect(parallel.recorded.count == homes.count && parallel.recorded.reduce(0, +) == 3)
        }
    }

    @Test("REG-049 parallel, several partitions by process get other processes; in any other case it is the caller")
    func parallel() async throws {
        try await withTestWorld { _ in
            for kind in Kind.duplicate {
                let topics = try await makeTopics(kind)
                let places = Probe<ProcessID?>()
                try await withProcess { inbox in
                    let caller = inbox.process.id
                    try await topics.dispatch("news", parallel: true) { _ in
                        places.record(ProcessContext.current?.id)
                    }
                    let isElsewhere = kind.partitions > 1 && kind.keys == .duplicate(partitionedBy: .process)
                    #expect(places.recorded.allSatisfy { ($0 != caller) == isElsewhere })
                    #expect(Set(places.recorded).count == (isElsewhere ? 4 : 1))
                    try await topics.dispatch("news", parallel: false) { _ in
                        #expect(ProcessContext.current?.id == caller)
                    }
                }
            }
        }
    }

    @Test("REG-049 the partitions are worked on at once, not one after another")
    func isConcurrent() async throws {
        try await withTestWorld { _ in
            let topics = try await makeTopics(Kind(keys: .duplicate, partitions: 4))
            let arrived = Locked(0)
            let all = Promise<Void>()
            // Each waits until all four have come.
            try await topics.dispatch("news", parallel: true) { _ in
                let count = arrived.withLock { arrived in
                    arrived += 1
                    return arrived
                }
                if count == 4 { all.resolve(()) }
                await all.value()
            }
            #expect(arrived.withLock { $0 } == 4)
        }
    }

    @Test("REG-050 nothing is left in the caller's mailbox, though it traps exits", arguments: Kind.duplicate)
    func leavesNothing(kind: Kind) async throws {
        try await withTestWorld { world in
            let topics = try await makeTopics(kind)
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                topics.dispatch("news") { _ in }
                try await topics.dispatch("news", parallel: true) { _ in }
                await #expect(throws: Broken.self) {
                    try await topics.dispatch("news", parallel: true) { _ in throw Broken() }
                }
                await world.settle()
                #expect(inbox.process.id.info?.messageQueueLength == 0)
                #expect(inbox.process.id.info?.links == [] && inbox.process.id.info?.monitors == [])
            }
        }
    }

    @Test("REG-051 what the function throws is thrown by dispatch", arguments: Kind.duplicate)
    func throwing(kind: Kind) async throws {
        try await withTestWorld { _ in
            let topics = try await makeTopics(kind)
            #expect(throws: Broken()) { try topics.dispatch("news") { _ in throw Broken() } }
            await #expect(throws: Broken()) {
                try await topics.dispatch("news", parallel: true) { _ in throw Broken() }
            }
        }
    }

    @Test("a dispatch in parallel that is cancelled ends the processes that work for it")
    func cancelled() async throws {
        try await withTestWorld { world in
            let topics = try await makeTopics(Kind(keys: .duplicate, partitions: 4))
            let workers = Probe<ProcessID?>()
            let never = Promise<Void>()
            let dispatch = Task {
                try await topics.dispatch("news", parallel: true) { _ in
                    workers.record(ProcessContext.current?.id)
                    await never.value()
                }
            }
            let all = try await workers.next(4)
            dispatch.cancel()
            await #expect(throws: CancellationError.self) { try await dispatch.value }
            #expect(all.allSatisfy { $0?.isAlive == false })
            never.resolve(())
            await world.waitForLingering()
        }
    }
}
