import OTP
import ProcessTesting
import Testing

@Suite("A PartitionSupervisor", .timeLimit(.minutes(1)))
struct PartitionSupervisorTests {
    private typealias Workers = PartitionSupervisor<ServerRef<Worker>>

    private func start(_ partitions: Int?, name: ProcessName? = nil) async throws -> Workers {
        try await Workers.startLink(partitions: partitions, name: name) { partition in
            try await Worker.startLink(Worker.Plan("\(partition)"))
        }
    }

    @Test("PART-001 its child has the name as id and is a supervisor")
    func childSpec() {
        let child = Workers.child(name: "workers") { _ in try await Worker.startLink(Worker.Plan("x")) }
        #expect(child.id == "workers" && child.kind == .supervisor)
    }

    @Test("its child takes every option of a start")
    func childOptions() async throws {
        try await withTestWorld { world in
            let child = Workers.child(name: "workers", partitions: 2, maxRestarts: 1, within: .seconds(9)) { _ in
                try await Worker.startLink(Worker.Plan("x"))
            }
            let idle = Workers.child(name: "idle", partitions: 2, kind: .supervisor, restart: .temporary) { _ in
                try await Worker.startLink(Worker.Plan("x"))
            }
            let top = try await Supervisor.startLink(.oneForOne) { [child.with { $0.restart = .temporary }, idle] }
            let workers = try Workers(named: "workers")
            try workers[0].id.kill()
            await world.settle()
            world.clock.advance(by: .seconds(8))
            try workers[1].id.kill()
            #expect(await workers.id.exitReason() == .shutdown)
            let others = try Workers(named: "idle")
            #expect(try await others.counts.supervisors == 2)
            try others[0].id.kill()
            await world.settle()
            #expect(try await others.counts.active == 1)
            try await top.stop()
        }
    }

    @Test("is the same by its address and by its name, and another than any other")
    func hashes() async throws {
        try await withTestWorld { _ in
            let workers = try await start(1, name: "workers")
            let others = try await start(1)
            #expect(try Set([workers, Workers(named: "workers"), others]) == [workers, others])
            #expect(workers != others)
        }
    }

    @Test("PART-004 PART-011 PART-017 as many partitions as processors unless told, numbered from zero")
    func partitions() async throws {
        try await withTestWorld { _ in
            let usual = try await start(nil)
            #expect(try usual.partitions == OSThread.processorCount)
            let workers = try await start(3)
            #expect(try workers.partitions == 3)
            #expect(try await workers.children.map(\.id) == ["2", "1", "0"])
        }
    }

    @Test("PART-010 unless told otherwise each partition is restarted by itself, three times in five seconds")
    func defaults() async throws {
        try await withTestWorld { world in
            let workers = try await start(3)
            let others = try [workers[0], workers[2]]
            for round in 0..<6 {
                if round == 3 { world.clock.advance(by: .seconds(5) + .milliseconds(1)) }
                try workers[1].id.kill()
                await world.settle()
                #expect(try [workers[0], workers[2]] == others)
                #expect(try workers[1].isAlive)
            }
            try workers[1].id.kill()
            #expect(await workers.id.exitReason() == .shutdown)
        }
    }

    @Test("PART-005 less than one partition is refused, showing the number")
    func wrongNumber() async throws {
        await withTestWorld { _ in
            for count in [0, -1] {
                await #expect(throws: StartError.failed(.failed(SpecError.partitionsNotPositive(count)))) {
                    try await start(count)
                }
                #expect(SpecError.partitionsNotPositive(count).description.contains("\(count)"))
            }
        }
    }

    @Test("PART-007 the start function gets the number of its partition")
    func numbers() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            _ = try await Workers.startLink(partitions: 3) { partition in
                try await Worker.startLink(Worker.Plan("number \(partition)", events))
            }
            #expect(events.recorded == ["start number 0", "start number 1", "start number 2"])
        }
    }

    @Test("PART-012 PART-015 a key leads to a partition, by the supervisor's address or its name, of any kind")
    func routes() async throws {
        try await withTestWorld { _ in
            for name: ProcessName in ["workers", .global("workers")] {
                let workers = try await start(2, name: name)
                let byName = try Workers(named: name)
                #expect(try byName[1] == workers[1])
                #expect(try await byName[1].call(Worker.Count()) == 1)
                #expect(try await workers[1].call(Worker.Count()) == 2)
            }
        }
    }

    @Test("PART-013 PART-014 an integer goes by its absolute value, any other key by its hash, always to one partition")
    func keys() async throws {
        try await withTestWorld { _ in
            let workers = try await start(3)
            let numbers = try await workers.children.reversed().compactMap(\.process)
            #expect(try workers[3].id == numbers[0])
            #expect(try workers[-1].id == numbers[1])
            #expect(try workers[Int.min].id == numbers[Int(Int.min.magnitude % 3)])
            for key in [0, 5, UInt8.max] { #expect(try workers[key].id == numbers[Int(key % 3)]) }
            #expect(try workers[Int8.min].id == numbers[128 % 3])
            #expect(try workers[UInt64.max].id == numbers[Int(UInt64.max % 3)])
            #expect(try workers[Int128.min].id == numbers[Int(Int128.min.magnitude % 3)])
            #expect(try child(of: workers, for: -5).id == numbers[2])
            #expect(try child(of: workers, for: AnyHashable(UInt8(5))).id == numbers[2])
            for key in ["bob", "alice", "eve"] {
                let first = try workers[key]
                #expect(try workers[key] == first)
            }
            let spread = try Set((0..<100).map { try workers["key \($0)"] })
            #expect(spread.count == 3)
        }
    }

    /// The child for a key of which only this much is known.
    private func child(of workers: Workers, for key: some Hashable) throws -> ServerRef<Worker> {
        try workers[key]
    }

    @Test("PART-013 an integer goes by its absolute value also when there are more partitions than its type can count")
    func smallIntegers() async throws {
        try await withTestWorld { _ in
            let workers = try await start(300)
            let numbers = try await workers.children.reversed().compactMap(\.process)
            #expect(try workers[UInt8(200)].id == numbers[200])
            #expect(try workers[Int8(-5)].id == numbers[5])
        }
    }

    @Test("a partition that does not run is told as that, and not given")
    func notRunning() async throws {
        try await withTestWorld { world in
            let workers = try await Workers.startLink(partitions: 2, restart: .temporary) { partition in
                try await Worker.startLink(Worker.Plan("\(partition)"))
            }
            try workers[1].id.kill()
            #expect(throws: PartitionError.notRunning) { try workers[1] }
            await world.settle()
            #expect(throws: PartitionError.notRunning) { try workers[1] }
            #expect(try workers[0].isAlive)
        }
    }

    @Test("PART-018 PART-021 after stop, which waits, the name is free and there is no process")
    func stops() async throws {
        try await withTestWorld { world in
            let workers = try await start(2, name: "workers")
            try await workers.stop()
            #expect(world.system.process(named: "workers") == nil)
            #expect(world.system.count == 0)
            #expect(throws: PartitionError.noProcess) { try workers.partitions }
            #expect(throws: PartitionError.noProcess) { try workers[1] }
            await #expect(throws: CallError.noProcess) { try await workers.counts }
            #expect(throws: CallError.noProcess) { try Workers(named: "workers") }
            _ = try await start(1, name: "workers")
        }
    }

    @Test("PART-019 PART-020 partitions are listed with their code, and counted by the kind of child")
    func lists() async throws {
        try await withTestWorld { _ in
            let workers = try await start(2)
            #expect(try await workers.children.allSatisfy { $0.code == "Worker" && $0.kind == .worker })
            #expect(try await workers.counts == ChildCounts(specs: 2, active: 2, supervisors: 0, workers: 2))
            let pools = try await PartitionSupervisor.startLink(partitions: 2, kind: .supervisor) { _ in
                try await DynamicSupervisor.startLink()
            }
            #expect(try await pools.counts == ChildCounts(specs: 2, active: 2, supervisors: 2, workers: 0))
        }
    }

    @Test(
        "PART-022 PART-023 PART-024 PART-025 PART-026 the number in use can be lowered, to zero even, and raised again"
    )
    func resizes() async throws {
        try await withTestWorld { _ in
            let workers = try await start(4)
            #expect(try await workers.resize(to: 2) == 4)
            #expect(try workers.partitions == 2)
            #expect(try await workers.counts == ChildCounts(specs: 4, active: 2, supervisors: 0, workers: 4))
            let used = try Set((0..<20).map { try workers[$0].id })
            #expect(used.count == 2)
            #expect(try await workers.resize(to: 0) == 2)
            #expect(throws: PartitionError.noPartitions) { try workers[1] }
            #expect(try await workers.resize(to: 4) == 0)
            #expect(try await workers.counts.active == 4)
            for count in [-1, 5] {
                let error = PartitionError.outOfRange(count, limit: 4)
                await #expect(throws: error) { try await workers.resize(to: count) }
                let text = "cannot have \(count) partitions; use 0 to 4, the number at the start"
                #expect(error.description == text)
            }
        }
    }

    @Test("PART-027 many resizes at once are done one after another")
    func concurrentResizes() async throws {
        try await withTestWorld { _ in
            let workers = try await start(4)
            await withTaskGroup { group in
                for count in 0...4 { group.addTask { _ = try? await workers.resize(to: count) } }
            }
            let partitions = try workers.partitions
            #expect(try await workers.counts.active == partitions)
        }
    }

    @Test("PART-028 a partition that was restarted is found under the same key")
    func restarts() async throws {
        try await withTestWorld { world in
            let workers = try await start(2)
            let before = try workers[1]
            before.id.kill()
            await world.settle()
            let after = try workers[1]
            #expect(after != before)
            #expect(try await after.call(Worker.Count()) == 1)
        }
    }

    @Test("PART-029 a taken name gives the process that holds it")
    func takenName() async throws {
        try await withTestWorld { _ in
            let workers = try await start(1, name: "workers")
            await #expect(throws: StartError.alreadyStarted(workers.id)) { try await start(1, name: "workers") }
        }
    }

    @Test("PART-030 children can be started in many dynamic supervisors by key")
    func pools() async throws {
        try await withTestWorld { _ in
            let pools = try await PartitionSupervisor.startLink(partitions: 3) { _ in
                try await DynamicSupervisor.startLink()
            }
            for key in 0..<9 { _ = try await pools[key].start(Worker.Plan("\(key)").child()) }
            for key in 0..<3 { #expect(try await pools[key].counts.active == 3) }
        }
    }
}
