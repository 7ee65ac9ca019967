import NodeLogging
import OTP
import ProcessTesting
import Testing

@Suite("A Supervisor whose child ended", .timeLimit(.minutes(1)))
struct SupervisorRestartTests {
    private func start(
        _ strategy: Strategy,
        _ events: Probe<String>,
        maxRestarts: Int = 3,
        autoShutdown: AutoShutdown = .never,
        restart: ChildSpec.Restart = .permanent
    ) async throws -> Supervisor {
        let supervisor = try await Supervisor.startLink(
            strategy,
            maxRestarts: maxRestarts,
            autoShutdown: autoShutdown
        ) {
            Worker.Plan("one", events).child()
            Worker.Plan("two", events).child(restart: restart)
            Worker.Plan("three", events).child()
        }
        _ = try await events.next(3)
        return supervisor
    }

    @Test("SUP-033 SUP-042 SUP-049 one for one restarts only that child, at once, as a new process with fresh state")
    func oneForOne() async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let supervisor = try await start(.oneForOne, events)
            let before = try await supervisor.process("two")
            let worker = try ServerRef<Worker>(before)
            #expect(try await worker.call(Worker.Count()) == 1)
            try await supervisor.end("two")
            #expect(try await events.next(2) == ["end two", "start two"])
            let after = try await supervisor.process("two")
            #expect(after != before)
            #expect(try await ServerRef<Worker>(after).call(Worker.Count()) == 1)
            #expect(events.recorded.isEmpty)
            #expect(world.system.count == 4)
        }
    }

    @Test("SUP-034 one for all ends the others in reverse and starts all in order")
    func oneForAll() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            let supervisor = try await start(.oneForAll, events)
            try await supervisor.end("two")
            #expect(
                try await events.next(6) == [
                    "end two", "end three", "end one", "start one", "start two", "start three",
                ]
            )
            #expect(try await supervisor.counts.active == 3)
        }
    }

    @Test("SUP-035 rest for one ends those started after it in reverse and starts it and them in order")
    func restForOne() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            let supervisor = try await start(.restForOne, events)
            try await supervisor.end("two")
            #expect(try await events.next(4) == ["end two", "end three", "start two", "start three"])
            #expect(try await supervisor.counts.active == 3)
            #expect(events.recorded.isEmpty)
        }
    }

    @Test(
        "SUP-036 SUP-037 SUP-038 SUP-039 the restart type and the reason decide",
        arguments: [
            (ChildSpec.Restart.permanent, ExitReason.normal, true), (.permanent, .shutdown, true),
            (.permanent, .failed(Worker.Broken()), true), (.transient, .normal, false), (.transient, .shutdown, false),
            (.transient, .shutdownBecause(1), false), (.transient, .failed(Worker.Broken()), true),
            (.temporary, .normal, false), (.temporary, .failed(Worker.Broken()), false),
        ]
    )
    func restartTypes(restart: ChildSpec.Restart, reason: ExitReason, restarts: Bool) async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let supervisor = try await start(.oneForOne, events, restart: restart)
            try await supervisor.end("two", reason)
            await world.settle()
            #expect(events.recorded == (restarts ? ["end two", "start two"] : ["end two"]))
            let state = try await supervisor.state("two")
            switch restart {
            case .temporary: #expect(state == nil)
            case .transient where !restarts:
                #expect(state == .stopped)
                try await supervisor.restart("two")
                #expect(try await supervisor.counts.active == 3)
            case .transient, .permanent: #expect(try await supervisor.counts.active == 3)
            }
        }
    }

    @Test("SUP-040 an end without restart moves nobody else", arguments: [Strategy.oneForAll, .restForOne])
    func noRestartNoStrategy(strategy: Strategy) async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let supervisor = try await start(strategy, events, restart: .transient)
            try await supervisor.end("two", .normal)
            await world.settle()
            #expect(events.recorded == ["end two"])
        }
    }

    @Test("SUP-041 temporary siblings are ended and not started again", arguments: [Strategy.oneForAll, .restForOne])
    func temporarySiblings(strategy: Strategy) async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let supervisor = try await start(strategy, events, restart: .temporary)
            try await supervisor.end("one")
            await world.settle()
            #expect(events.recorded == ["end one", "end three", "end two", "start one", "start three"])
            #expect(try await supervisor.counts.specs == 2)
        }
    }

    @Test("SUP-043 a restart that fails is tried again, and each try counts")
    func failingRestart() async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let plan = Worker.Plan("one", events) { number in
                if (2...3).contains(number) { throw Worker.Broken() }
                return true
            }
            let supervisor = try await Supervisor.startLink(.oneForOne) { plan.child() }
            try await supervisor.end("one")
            await world.settle()
            #expect(events.recorded == ["start one", "end one", "start one"])
            #expect(plan.starts.withLock { $0 } == 4)
            try await supervisor.end("one")
            #expect(await supervisor.id.exitReason() == .shutdown)
        }
    }

    @Test("SUP-044 between two tries the supervisor does what it is asked")
    func requestsBetweenTries() async throws {
        try await withTestWorld { world in
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            let plan = Worker.Plan("one") { number in
                guard number > 1 else { return true }
                entered.record(())
                await gate.nextDespiteCancellation()
                throw Worker.Broken()
            }
            let supervisor = try await Supervisor.startLink(.oneForOne) { plan.child() }
            try await supervisor.end("one")
            try await entered.next()
            let terminating = Task { try await supervisor.terminate("one") }
            await world.waitForMail(containing: "TerminateChild", in: supervisor.id)
            gate.record(())
            try await terminating.value
            await world.settle()
            #expect(try await supervisor.state("one") == .stopped)
            #expect(plan.starts.withLock { $0 } == 2)
        }
    }

    @Test(
        "SUP-045 SUP-046 one restart too many ends the children and the supervisor with shutdown"
    )
    func intensity() async throws {
        try await withTestWorld { world in
            for limit in [0, 2] {
                let events = Probe<String>()
                let supervisor = try await start(.oneForOne, events, maxRestarts: limit)
                for _ in 0...limit { try await supervisor.end("two") }
                #expect(await supervisor.id.exitReason() == .shutdown)
                #expect(events.recorded.suffix(3) == ["end two", "end three", "end one"])
            }
            #expect(world.system.count == 0)
        }
    }

    @Test(
        "SUP-082 a child's end, a failed start, a slow end and giving up are logged with supervisor, reason and child"
    )
    func reports() async throws {
        try await withTestWorld { world in
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            let supervisor = try await Supervisor.startLink(.oneForOne, maxRestarts: 1, name: "top") {
                Worker.Plan(
                    "stubborn",
                    terminate: {
                        entered.record(())
                        await gate.nextDespiteCancellation()
                    }
                ).child(shutdown: .after(.seconds(1)))
                Worker.Plan("weak") { number in if number > 1 { throw Worker.Broken() } else { true } }.child()
            }
            let weak = try await supervisor.process("weak")
            weak.send(Worker.End(reason: .failed(Worker.Broken())))
            try await entered.next()
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(1))
            #expect(await supervisor.id.exitReason() == .shutdown)
            let reports = world.log.entries(.error).compactMap { entry -> [String]? in
                guard let context = entry.metadata["context"]?.description else { return nil }
                #expect(entry.metadata["supervisor"]?.description == "top")
                #expect(entry.message.contains("top") && entry.message.contains(context))
                return [context, "child", "reason"].map { entry.metadata[$0]?.description ?? $0 }
            }
            #expect(
                reports == [
                    ["child terminated", "weak", "failed: Broken()"],
                    ["child did not start", "weak", "failed: Broken()"],
                    ["too many restarts", "weak", "shutdown"],
                    ["child did not end as asked", "stubborn", "killed"],
                ]
            )
            gate.record(())
        }
    }

    @Test("SUP-047 restarts older than the period are forgotten, over all children together")
    func slidingWindow() async throws {
        try await withTestWorld { world in
            let supervisor = try await start(.oneForOne, Probe(), maxRestarts: 2)
            for round in 0..<6 {
                try await supervisor.end(round.isMultiple(of: 2) ? "one" : "two")
                await world.settle()
                world.clock.advance(by: .seconds(3))
            }
            #expect(supervisor.id.isAlive)
            for id: ChildID in ["one", "two"] { try await supervisor.end(id) }
            #expect(await supervisor.id.exitReason() == .shutdown)
        }
    }

    @Test("SUP-048 a supervisor that gave up is restarted only if it is permanent")
    func supervisorGaveUp() async throws {
        try await withTestWorld { world in
            for restart: ChildSpec.Restart in [.permanent, .transient] {
                let inner = SupervisorSpecification(.oneForOne, maxRestarts: 0) {
                    Worker.Plan("one").child(name: ServerName(ProcessName("worker \(restart)")))
                }
                let top = try await Supervisor.startLink(.oneForOne) {
                    Supervisor.child(inner, id: "inner", restart: restart)
                }
                let before = try await top.process("inner")
                ServerName<Worker>(ProcessName("worker \(restart)")).cast(Worker.End(reason: .failed(Worker.Broken())))
                #expect(await before.exitReason() == .shutdown)
                await world.settle()
                #expect(try await top.counts.active == (restart == .permanent ? 1 : 0))
            }
        }
    }

    @Test("a back-off, which is off by default, waits before a restart, longer each time")
    func backoff() async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let backoff = Backoff(initial: .seconds(1), limit: .seconds(3))
            let supervisor = try await Supervisor.startLink(.oneForOne, maxRestarts: 10, backoff: backoff) {
                Worker.Plan("one", events).child()
            }
            for wait in [1, 2, 3, 3] {
                try await supervisor.end("one")
                await world.settle()
                #expect(try await supervisor.state("one") == .restarting)
                await world.advance(by: .seconds(wait) - .milliseconds(1))
                #expect(try await supervisor.state("one") == .restarting)
                await world.advance(by: .milliseconds(1))
                #expect(try await supervisor.counts.active == 1)
            }
        }
    }

    @Test("SUP-058 SUP-061 with any significant, the first expected end of one ends the supervisor")
    func anySignificant() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne, autoShutdown: .anySignificant) {
                Worker.Plan("one").child(restart: .transient, isSignificant: true)
                Worker.Plan("two").child(restart: .transient, isSignificant: true)
                Worker.Plan("three").child(restart: .transient)
            }
            try await supervisor.end("three", .normal)
            try await supervisor.end("one")
            await world.settle()
            #expect(try await supervisor.counts.active == 2)
            try await supervisor.end("one", .normal)
            #expect(await supervisor.id.exitReason() == .shutdown)
            #expect(world.system.count == 0)
        }
    }

    @Test("SUP-059 with all significant, the last one's end ends the supervisor")
    func allSignificant() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne, autoShutdown: .allSignificant) {
                Worker.Plan("one").child(restart: .transient, isSignificant: true)
                Worker.Plan("two").child(restart: .temporary, isSignificant: true)
                Worker.Plan("three").child()
            }
            try await supervisor.end("two")
            await world.settle()
            #expect(supervisor.id.isAlive)
            try await supervisor.end("one", .normal)
            #expect(await supervisor.id.exitReason() == .shutdown)
        }
    }
}
