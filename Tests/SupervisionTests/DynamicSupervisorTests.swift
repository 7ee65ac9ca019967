import NodeLogging
import OTP
import ProcessTesting
import Testing

@Suite("A DynamicSupervisor", .timeLimit(.minutes(1)))
struct DynamicSupervisorTests: PoolOfWorkers {
    @Test("DYN-001 DYN-012 it starts empty, with one strategy: each child by itself")
    func startsEmpty() async throws {
        try await withTestWorld { _ in
            let pool = try await DynamicSupervisor.startLink()
            #expect(try await pool.children.isEmpty)
            #expect(try await pool.counts == ChildCounts(specs: 0, active: 0, supervisors: 0, workers: 0))
            let events = Probe<String>()
            let one = try await start(Worker.Plan("one", events), in: pool)
            _ = try await start(Worker.Plan("two", events), in: pool)
            await end(one)
            #expect(try await events.next(4) == ["start one", "start two", "end one", "start one"])
            #expect(events.recorded.isEmpty)
        }
    }

    @Test("DYN-005 unless told otherwise it bears three restarts in five seconds, and any number of children")
    func defaults() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            for number in 0..<200 { _ = try await pool.start(Worker.Plan("\(number)").child()) }
            #expect(try await pool.counts.active == 200)
            for round in 0..<3 {
                if round > 0 { world.clock.advance(by: .seconds(5) + .milliseconds(1)) }
                for _ in 0..<3 {
                    let child = try #require(try await pool.children.first?.process)
                    await end(child)
                    await world.settle()
                }
                #expect(try await pool.counts.active == 200)
            }
            let child = try #require(try await pool.children.first?.process)
            await end(child)
            #expect(await pool.id.exitReason() == .shutdown)
        }
    }

    @Test("DYN-002 DYN-003 DYN-004 its child has the name as id, else the type, so two without names clash")
    func childSpecs() async throws {
        #expect(DynamicSupervisor.child(name: "pool").id == "pool")
        #expect(DynamicSupervisor.child(name: .global("pool")).id == "pool")
        #expect(DynamicSupervisor.child().id == ChildID(DynamicSupervisor.self))
        #expect(DynamicSupervisor.child().kind == .supervisor)
        #expect(DynamicSupervisor.child().with { $0.restart = .transient }.restart == .transient)
        try await withTestWorld { _ in
            let top = try await Supervisor.startLink(.oneForOne) { DynamicSupervisor.child() }
            let pool = try await top.process(ChildID(DynamicSupervisor.self))
            await #expect(throws: SupervisorError.alreadyStarted(pool)) {
                try await top.start(DynamicSupervisor.child())
            }
        }
    }

    @Test("DYN-006 DYN-011 it is linked, has its name and the options of its process")
    func options() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let pool = try await DynamicSupervisor.startLink(name: "pool", options: ProcessOptions(priority: .high))
                #expect(try DynamicSupervisor(named: "pool") == pool)
                #expect(pool.id.info?.priority == .high)
                #expect(inbox.process.id.info?.links == [pool.id])
                await #expect(throws: StartError.alreadyStarted(pool.id)) {
                    try await withProcess { _ in try await DynamicSupervisor.startLink(name: "pool") }
                }
                try await pool.stop()
            }
        }
    }

    @Test(
        "DYN-008 DYN-017 DYN-041 wrong limits and children are refused before the supervisor is asked; zero and one are fine"
    )
    func wrongLimits() async throws {
        try await withTestWorld { _ in
            await #expect(throws: StartError.failed(.failed(SpecError.negativeMaxChildren(-1)))) {
                try await DynamicSupervisor.startLink(maxChildren: -1)
            }
            await #expect(throws: StartError.failed(.failed(SpecError.negativeRestarts(-1)))) {
                try await DynamicSupervisor.startLink(maxRestarts: -1)
            }
            await #expect(throws: StartError.failed(.failed(SpecError.periodNotPositive(.zero)))) {
                try await DynamicSupervisor.startLink(within: .zero)
            }
            let pool = try await DynamicSupervisor.startLink()
            // Suspended, it would not answer.
            try await pool.id.sys.suspend()
            await #expect(throws: SupervisorError.invalid(.negativeShutdown("one", .milliseconds(-1)))) {
                try await pool.start(Worker.Plan("one").child(shutdown: .after(.milliseconds(-1))))
            }
            await #expect(throws: SupervisorError.invalid(.significantChildWithoutAutoShutdown("one"))) {
                try await pool.start(Worker.Plan("one").child(restart: .transient, isSignificant: true))
            }
            try await pool.id.sys.resume()
            for limit in [0, 1] {
                _ = try await pool.start(Worker.Plan("one").child(shutdown: .after(.milliseconds(limit))))
            }
        }
    }

    @Test("DYN-013 DYN-014 DYN-015 DYN-016 DYN-018 DYN-046 what a start function can come to")
    func startResults() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            for _ in 0..<2 { _ = try await pool.start(Worker.Plan("same id").child()) }
            let more = try await pool.start(
                ChildSpec(id: "info") { StartedChild(try await Worker.startLink(Worker.Plan("x")).id, info: 7) }
            )
            #expect(more?.info as? Int == 7)
            #expect(try await pool.counts.active == 3)
            #expect(try await pool.start(Worker.Plan("none", start: { _ in false }).child()) == nil)
            await #expect(throws: SupervisorError.failed(StartError.failed(.failed(Worker.Broken())))) {
                try await pool.start(Worker.Plan("broken", start: { _ in throw Worker.Broken() }).child())
            }
            await #expect(throws: SupervisorError.failed(Worker.Broken())) {
                try await pool.start(ChildSpec(id: "thrown") { () -> ProcessID in throw Worker.Broken() })
            }
            await #expect(throws: SupervisorError.failed(StartError.failed(.shutdown))) {
                try await pool.start(Worker.Plan("exit", start: { _ in throw ExitReason.shutdown }).child())
            }
            let named = try #require(try await pool.start(Worker.Plan("a").child(name: "worker"))).id
            await #expect(throws: SupervisorError.alreadyStarted(named)) {
                try await pool.start(Worker.Plan("b").child(name: "worker"))
            }
            await world.settle()
            #expect(try await pool.counts.specs == 4)
        }
    }

    @Test("DYN-019 DYN-020 there are no more children than the limit, those that restart included")
    func maxChildren() async throws {
        try await withTestWorld { world in
            let none = try await DynamicSupervisor.startLink(maxChildren: 0)
            await #expect(throws: SupervisorError.maxChildren(0)) { try await none.start(Worker.Plan("one").child()) }
            let pool = try await DynamicSupervisor.startLink(maxChildren: 1, backoff: Backoff(initial: .seconds(1)))
            let process = try await start(Worker.Plan("one"), in: pool)
            await #expect(throws: SupervisorError.maxChildren(1)) { try await pool.start(Worker.Plan("two").child()) }
            await end(process)
            await world.settle()
            await #expect(throws: SupervisorError.maxChildren(1)) { try await pool.start(Worker.Plan("two").child()) }
            try await pool.terminate(process)
            _ = try await pool.start(Worker.Plan("two").child())
        }
    }

    @Test("its child takes every option of a start")
    func childOptions() async throws {
        try await withTestWorld { world in
            let top = try await Supervisor.startLink(.oneForOne) {
                DynamicSupervisor.child(
                    maxChildren: 1,
                    backoff: Backoff(initial: .seconds(1)),
                    name: "pool",
                    options: ProcessOptions(label: "workers")
                )
            }
            let pool = try DynamicSupervisor(named: "pool")
            #expect(pool.id.label == "workers")
            await end(try await start(Worker.Plan("one"), in: pool))
            await world.settle()
            #expect(try await pool.children.map(\.state) == [.restarting])
            await world.advance(by: .seconds(1))
            #expect(try await pool.counts.active == 1)
            try await top.stop()
        }
    }

    @Test("DYN-030 DYN-031 DYN-033 a child is ended by its process, once, and the supervisor waits for it")
    func terminates() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            let gate = Probe<Void>()
            let entered = Probe<Void>()
            let plan = Worker.Plan(
                "one",
                terminate: {
                    entered.record(())
                    await gate.nextDespiteCancellation()
                }
            )
            let process = try await start(plan, in: pool)
            let terminating = Task { try await pool.terminate(process) }
            try await entered.next()
            let counting = Task { try await pool.counts }
            await world.waitForMail(containing: "Count", in: pool.id)
            gate.record(())
            try await terminating.value
            #expect(!process.isAlive)
            #expect(try await counting.value.specs == 0)
            await #expect(throws: SupervisorError.notFound) { try await pool.terminate(process) }
            await #expect(throws: SupervisorError.notFound) { try await pool.terminate(pool.id) }
        }
    }

    @Test("DYN-034 DYN-035 children are listed without ids, and counted by their kind")
    func lists() async throws {
        try await withTestWorld { _ in
            let pool = try await DynamicSupervisor.startLink()
            let worker = try await start(Worker.Plan("one"), in: pool)
            let nested = try #require(try await pool.start(DynamicSupervisor.child())).id
            let children = try await pool.children
            #expect(Set(children.compactMap(\.process)) == [worker, nested])
            #expect(children.allSatisfy { $0.id == nil })
            #expect(children.first { $0.process == worker }?.code == "Worker")
            #expect(try await pool.counts == ChildCounts(specs: 2, active: 2, supervisors: 1, workers: 1))
        }
    }

    @Test(
        "DYN-036 DYN-037 DYN-038 DYN-039 DYN-042 children end all at once, each in its way; equal limits share a timer"
    )
    func endsAtOnce() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            @Sendable func stubborn() async {
                entered.record(())
                await gate.nextDespiteCancellation()
            }
            let killed = try await start(Worker.Plan("a"), in: pool, Worker.Plan("a").child(shutdown: .brutalKill))
            let patient = Worker.Plan("b").child(shutdown: .unlimited)
            let waited = try await start(Worker.Plan("b"), in: pool, patient)
            var slow: [ProcessID] = []
            for _ in 0..<3 {
                let child = Worker.Plan("c", terminate: stubborn).child(shutdown: .after(.seconds(1)))
                slow.append(try await start(Worker.Plan("c"), in: pool, child))
            }
            let stopping = Task { try await pool.stop() }
            _ = try await entered.next(3)
            await world.timers(reach: 1)
            #expect(world.system.pendingTimerCount == 1)
            world.clock.advance(by: .seconds(1))
            try await stopping.value
            #expect(await killed.exitReason() == .killed)
            #expect(await waited.exitReason() == .shutdown)
            for process in slow { #expect(await process.exitReason() == .killed) }
            for _ in slow { gate.record(()) }
        }
    }

    @Test("DYN-040 a permanent child that ends normally while all end is accepted, and logged")
    func normalEnd() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            let ready = Probe<Void>()
            let child = ChildSpec(id: "one") {
                let process = ProcessContext.current?.spawnLinked(options: ProcessOptions(trapsExits: true)) { inbox in
                    ready.record(())
                    _ = try await inbox.receiveSignal()
                }
                return process ?? spawn { _ in }
            }
            _ = try await pool.start(child)
            try await ready.next()
            try await pool.stop()
            #expect(world.log.entries(.error).count == 1)
        }
    }

    @Test("DYN-043 other messages are logged and ignored")
    func otherMessages() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            pool.id.send("hello")
            #expect(try await pool.children.isEmpty)
            #expect(world.log.entries(.error).count == 1)
        }
    }

    @Test("DYN-045 a temporary child does not keep what its start function holds")
    func temporaryArguments() async throws {
        final class Token: Sendable {
            let released: Probe<Void>

            init(_ released: Probe<Void>) { self.released = released }

            deinit { released.record(()) }
        }
        try await withTestWorld { _ async throws in
            let pool = try await DynamicSupervisor.startLink()
            let released = Probe<Void>()
            do {
                let token = Token(released)
                _ = try await pool.start(
                    ChildSpec(id: "one", restart: .temporary) {
                        withExtendedLifetime(token) {}
                        return try await Worker.startLink(Worker.Plan("one"))
                    }
                )
            }
            try await released.next()
            #expect(try await pool.counts.active == 1)
        }
    }
}
