import OTP
import ProcessTesting
import Testing

@Suite("Starting a registry", .timeLimit(.minutes(1)))
struct RegistryStartTests {
    @Test(
        "REG-001 REG-006 REG-007 it is a supervisor with a child for each partition, of which there is one unless told"
    )
    func supervises() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let usual = try await Rooms.startLink(keys: .unique)
                #expect(usual.partitions == 1)
                #expect(try await usual.children.count == 1)
                #expect(inbox.process.id.info?.links == [usual.id])
                let rooms = try await Rooms.startLink(keys: .unique, partitions: 3, name: "rooms")
                #expect(rooms.partitions == 3)
                #expect(try await Supervisor(named: "rooms").counts.active == 3)
                #expect(try await rooms.children.allSatisfy { $0.process?.isAlive == true && $0.kind == .worker })
            }
        }
    }

    @Test("REG-003 duplicate keys are kept by process unless told otherwise, so that entries of one are together")
    func byProcess() async throws {
        #expect(RegistryKeys.duplicate == .duplicate(partitionedBy: .process))
        try await withTestWorld { _ in
            let topics = try await Rooms.startLink(keys: .duplicate, partitions: 4)
            let resident = Resident()
            try await resident.run { for number in 0..<20 { try topics.register("news", number) } }
            let calls = Locked<[Int]>([])
            topics.dispatch("news") { entries in calls.withLock { $0.append(entries.count) } }
            #expect(calls.withLock { $0 } == [20])
        }
    }

    @Test("REG-004 by key, entries of one key are together, whatever processes they are of")
    func byKey() async throws {
        try await withTestWorld { _ in
            let topics = try await Rooms.startLink(keys: .duplicate(partitionedBy: .key), partitions: 4)
            for number in 0..<8 { try await Resident().run { try topics.register("news", number) } }
            let calls = Locked<[Int]>([])
            topics.dispatch("news") { entries in calls.withLock { $0.append(entries.count) } }
            #expect(calls.withLock { $0 } == [8])
        }
    }

    @Test("REG-006 less than one partition is refused, showing the number", arguments: [0, -1])
    func wrongPartitions(count: Int) async throws {
        _ = await withTestWorld { _ in
            await #expect(throws: StartError.failed(.failed(RegistryError.partitionsNotPositive(count)))) {
                try await Rooms.startLink(keys: .unique, partitions: count)
            }
        }
    }

    @Test("REG-011 its child has the name as id, else Registry, and is a supervisor")
    func childSpec() async throws {
        #expect(Rooms.child(keys: .unique).id == "Registry")
        let child = Rooms.child(keys: .unique, name: "rooms")
        #expect(child.id == "rooms" && child.kind == .supervisor && child.shutdown == .unlimited)
        try await withTestWorld { world in
            _ = try await Supervisor.startLink(.oneForOne) { child }
            _ = try await withProcess { _ in try Rooms(named: "rooms").register("lobby", 1) }
            world.system.process(named: "rooms")?.kill()
            await world.settle()
            #expect(try Rooms(named: "rooms").count == 0)
        }
    }

    @Test("REG-012 an unknown registry, one of other types and one that has ended are errors")
    func unknown() async throws {
        try await withTestWorld { _ in
            #expect(throws: RegistryError.unknown("rooms")) { try Rooms(named: "rooms") }
            let rooms = try await Rooms.startLink(keys: .unique, name: "rooms")
            #expect(throws: Never.self) { try Rooms(named: "rooms") }
            #expect(
                throws: RegistryError.wrongType(
                    "rooms",
                    expected: "Registry<String, String>",
                    found: "Registry<String, Int>"
                )
            ) { try Registry<String, String>(named: "rooms") }
            _ = try await Supervisor.startLink(.oneForOne, name: "other") {}
            #expect(throws: RegistryError.self) { try Rooms(named: "other") }
            let resident = Resident(trapsExits: true)
            try await resident.run { try rooms.register("lobby", 1) }
            try await rooms.stop()
            #expect(throws: RegistryError.unknown("rooms")) { try Rooms(named: "rooms") }
            await #expect(throws: RegistryError.notRunning) {
                try await resident.run { try rooms.register("lobby", 1) }
            }
            #expect(rooms.lookup("lobby").isEmpty && rooms.count == 0 && rooms.keys(of: resident.id).isEmpty)
        }
    }

    @Test("REG-068 with a partition of unique keys all start anew; with one of duplicate keys only that one does")
    func crash() async throws {
        try await withTestWorld { world in
            for (keys, restarted) in [(RegistryKeys.unique, [true, true, true]), (.duplicate, [false, true, false])] {
                let rooms = try await Rooms.startLink(keys: keys, partitions: 3)
                let before = try await rooms.partitionProcesses
                before[1].kill()
                await world.settle()
                let after = try await rooms.partitionProcesses
                #expect(zip(before, after).map { $0 != $1 } == restarted)
                try await withProcess { _ in
                    try rooms.register("lobby", 1)
                    #expect(rooms.count == 1)
                }
            }
        }
    }

    @Test("REG-068 the end of a partition takes its entries, and hits the processes that are linked to it")
    func crashOfPartition() async throws {
        try await withTestWorld { world in
            let topics = try await Rooms.startLink(keys: .duplicate, partitions: 2)
            let residents = [Resident(), Resident(), Resident(), Resident()]
            var owners: [ProcessID] = []
            for resident in residents {
                owners.append(try await resident.run { try topics.register("news", 0) })
            }
            let tough = Resident(trapsExits: true)
            let home = try await tough.run { try topics.register("news", 1) }
            home.kill()
            await world.settle()
            for (resident, owner) in zip(residents, owners) {
                #expect(resident.id.isAlive == (owner != home))
            }
            #expect(tough.id.isAlive && topics.keys(of: tough.id).isEmpty)
            #expect(topics.count == owners.count { $0 != home })
            try await tough.run { try topics.register("news", 2) }
            #expect(topics.values("news", of: tough.id) == [2])
        }
    }
}
