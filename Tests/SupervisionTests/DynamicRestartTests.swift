import NodeLogging
import OTP
import ProcessTesting
import Testing

@Suite("A child of a DynamicSupervisor that ends", .timeLimit(.minutes(1)))
struct DynamicRestartTests: PoolOfWorkers {
    @Test("DYN-021 what a start function captures is there on a restart, too")
    func captures() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            let pool = try await DynamicSupervisor.startLink()
            let prefix = "shared"
            let child = ChildSpec(id: "one") { try await Worker.startLink(Worker.Plan("\(prefix) argument", events)) }
            let process = try #require(try await pool.start(child)).id
            await end(process)
            #expect(
                try await events.next(3).filter { $0.hasPrefix("start") }
                    == Array(repeating: "start shared argument", count: 2)
            )
        }
    }

    @Test(
        "DYN-022 DYN-023 DYN-024 DYN-025 the restart type and the reason decide",
        arguments: [
            (ChildSpec.Restart.permanent, ExitReason.normal, true), (.permanent, .failed(Worker.Broken()), true),
            (.transient, .normal, false), (.transient, .shutdown, false), (.transient, .shutdownBecause(1), false),
            (.transient, .failed(Worker.Broken()), true), (.temporary, .failed(Worker.Broken()), false),
        ]
    )
    func restartTypes(restart: ChildSpec.Restart, reason: ExitReason, restarts: Bool) async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            let process = try #require(try await pool.start(Worker.Plan("one").child(restart: restart))).id
            await end(process, reason)
            await world.settle()
            let counts = try await pool.counts
            #expect(counts.active == (restarts ? 1 : 0) && counts.specs == counts.active)
            if restarts { #expect(try await pool.children.first?.process != process) }
        }
    }

    @Test("DYN-026 DYN-027 DYN-028 a restart may come to nothing, fail and be tried again, and succeed at last")
    func failingRestarts() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink()
            let ignoring = try await start(Worker.Plan("ignored", start: { $0 == 1 }), in: pool)
            await end(ignoring)
            await world.settle()
            #expect(try await pool.counts.specs == 0)
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            let plan = Worker.Plan("failing") { number in
                guard number == 2 else {
                    if number == 3 {
                        entered.record(())
                        await gate.nextDespiteCancellation()
                    }
                    return true
                }
                throw Worker.Broken()
            }
            let failing = try await start(plan, in: pool)
            await end(failing)
            try await entered.next()
            let counting = Task { try await pool.counts }
            gate.record(())
            #expect(try await counting.value.specs == 1)
            await world.settle()
            #expect(try await pool.counts == ChildCounts(specs: 1, active: 1, supervisors: 0, workers: 1))
        }
    }

    @Test("DYN-027 DYN-032 a child that is restarting is listed as such, and ended by its old process")
    func restartingChild() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink(backoff: Backoff(initial: .seconds(1)))
            let process = try await start(Worker.Plan("one"), in: pool)
            await end(process)
            await world.settle()
            #expect(try await pool.children.map(\.state) == [.restarting])
            #expect(try await pool.counts == ChildCounts(specs: 1, active: 0, supervisors: 0, workers: 1))
            try await pool.terminate(process)
            #expect(try await pool.children.isEmpty)
            await world.advance(by: .seconds(5))
            #expect(try await pool.children.isEmpty)
        }
    }

    @Test("DYN-029 one restart too many, tries included, ends it with shutdown")
    func intensity() async throws {
        try await withTestWorld { world in
            let pool = try await DynamicSupervisor.startLink(maxRestarts: 2)
            let process = try await start(
                Worker.Plan("one") { number in
                    if number > 1 { throw Worker.Broken() }
                    return true
                },
                in: pool
            )
            await end(process)
            #expect(await pool.id.exitReason() == .shutdown)
            #expect(world.system.count == 0)
        }
    }

    @Test("a world has settled when what failed runs again, whatever code it is")
    func settlesAfterRestarts() async throws {
        for _ in 0..<50 {
            try await withTestWorld { world in
                let starts = Probe<Void>()
                let pool = try await DynamicSupervisor.startLink()
                let child = ChildSpec(id: "process", restart: .transient) {
                    let process = ProcessContext.current?.spawnLinked { inbox in
                        starts.record(())
                        if starts.recorded.count < 3 { throw Worker.Broken() }
                        try await inbox.process.sleep()
                    }
                    return process ?? spawn { _ in }
                }
                _ = try await pool.start(child)
                await world.settle()
                #expect(starts.recorded.count == 3)
            }
        }
    }
}
