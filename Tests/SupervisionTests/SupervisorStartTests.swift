import OTP
import ProcessTesting
import Testing

@Suite("Starting a Supervisor", .timeLimit(.minutes(1)))
struct SupervisorStartTests {
    private enum Shop: SupervisorModule {
        static func specification(_ events: Probe<String>?) throws -> SupervisorSpecification? {
            guard let events else { return nil }
            return SupervisorSpecification(.oneForOne) { Worker.Plan("till", events).child() }
        }
    }

    @Test(
        "SUP-015 SUP-017 SUP-018 a specification keeps what it is given; the defaults are three in five seconds, never"
    )
    func specification() async throws {
        let specification = SupervisorSpecification(.restForOne) { Worker.Plan("one").child() }
        #expect(specification.strategy == .restForOne && specification.maxRestarts == 3)
        #expect(specification.period == .seconds(5) && specification.autoShutdown == .never)
        #expect(specification.backoff == nil && specification.children.map(\.id) == ["one"])
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(specification)
            #expect(try await supervisor.counts.active == 1)
        }
    }

    @Test("SUP-019 SUP-027 a type of its own makes the specification, or says that there is nothing to run")
    func modules() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            let supervisor = try await Supervisor.startLink(Shop.self, events)
            #expect(events.recorded == ["start till"])
            #expect(try await supervisor.counts.active == 1)
            await #expect(throws: StartError.ignored) { try await Supervisor.startLink(Shop.self, nil) }
        }
    }

    @Test("SUP-020 a supervisor has a name like any server")
    func names() async throws {
        try await withTestWorld { _ in
            let first = try await Supervisor.startLink(.oneForOne, name: "top") {}
            #expect(try Supervisor(named: "top") == first)
            await #expect(throws: StartError.alreadyStarted(first.id)) {
                try await Supervisor.startLink(.oneForOne, name: "top") {}
            }
            let global = try await Supervisor.startLink(.oneForOne, name: .global("top")) {}
            #expect(try Supervisor(named: .global("top")) == global)
        }
    }

    @Test("SUP-021 SUP-022 children start one after another, and the supervisor is there when all have")
    func order() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            let gate = Probe<Void>()
            let starting = Task {
                try await Supervisor.startLink(.oneForOne) {
                    Worker.Plan("one", events).child()
                    Worker.Plan("two", events) { _ in
                        events.record("two waits")
                        await gate.nextDespiteCancellation()
                        return true
                    }.child()
                    Worker.Plan("three", events).child()
                }
            }
            #expect(try await events.next(2) == ["start one", "two waits"])
            #expect(events.recorded.isEmpty)
            gate.record(())
            _ = try await starting.value
            #expect(events.recorded == ["start two", "start three"])
        }
    }

    @Test(
        "SUP-023 SUP-024 a start function may say more, or that there is nothing to run, which is kept unless temporary"
    )
    func results() async throws {
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                ChildSpec(id: "info") {
                    StartedChild(try await Worker.startLink(Worker.Plan("one")).id, info: 7)
                }
                Worker.Plan("nothing", start: { _ in false }).child()
                Worker.Plan("nothing for now", start: { _ in false }).child(restart: .temporary)
            }
            let children = try await supervisor.children
            #expect(children.map(\.id) == ["nothing", "info"])
            #expect(children.first?.state == .stopped)
        }
    }

    @Test("SUP-025 a child that does not start ends those before it, in reverse, and is named in the error")
    func failedStart() async {
        await withTestWorld { world in
            let events = Probe<String>()
            let reason = ExitReason.failed(Worker.Broken())
            let expected = StartError.failed(.shutdownBecause(FailedToStartChild(id: "three", reason: reason)))
            await #expect(throws: expected) {
                try await Supervisor.startLink(.oneForOne) {
                    Worker.Plan("one", events).child()
                    Worker.Plan("two", events).child()
                    Worker.Plan("three", events) { _ in throw Worker.Broken() }.child()
                }
            }
            #expect(events.recorded == ["start one", "start two", "end two", "end one"])
            #expect(world.system.count == 0)
        }
    }

    @Test("SUP-026 SUP-029 SUP-030 SUP-060 SUP-068 a wrong description is refused, and says what is wrong")
    func wrongSpecifications() async {
        let one = Worker.Plan("one").child()
        let significant = one.with { $0.isSignificant = true }
        let transient = significant.with { $0.restart = .transient }
        let cases: [(SupervisorSpecification, SpecError)] = [
            (.init(.oneForOne) { [one, one] }, .duplicateChild("one")),
            (.init(.oneForOne, maxRestarts: -1) {}, .negativeRestarts(-1)),
            (.init(.oneForOne, within: .zero) {}, .periodNotPositive(.zero)),
            (.init(.oneForOne, autoShutdown: .anySignificant) { significant }, .permanentSignificantChild("one")),
            (.init(.oneForOne) { transient }, .significantChildWithoutAutoShutdown("one")),
            (
                .init(.oneForOne) { one.with { $0.shutdown = .after(.seconds(-1)) } },
                .negativeShutdown("one", .seconds(-1))
            ),
        ]
        await withTestWorld { world in
            for (specification, error) in cases {
                await #expect(throws: StartError.failed(.failed(error))) {
                    try await Supervisor.startLink(specification)
                }
                #expect(!error.description.isEmpty)
            }
            #expect(world.system.count == 0)
        }
    }

    @Test("SUP-031 SUP-032 a supervisor traps exits, and ends with its parent, however that ended")
    func parentEnds() async throws {
        try await withTestWorld { _ in
            for reason: ExitReason in [.normal, .shutdown] {
                let events = Probe<String>()
                let started = Probe<Supervisor>()
                let gate = Probe<Void>()
                let parent = spawn { _ in
                    started.record(
                        try await Supervisor.startLink(.oneForOne) { Worker.Plan("one", events).child() }
                    )
                    await gate.nextDespiteCancellation()
                    throw reason
                }
                let supervisor = try await started.next()
                #expect(supervisor.id.info?.trapsExits == true)
                gate.record(())
                #expect(await parent.id.exitReason() == reason)
                #expect(await supervisor.id.exitReason() == reason)
                #expect(events.recorded == ["start one", "end one"])
            }
        }
    }

    @Test("a process that the start function does not link is refused")
    func notLinked() async {
        await withTestWorld { _ in
            _ = await #expect(throws: StartError.self) {
                try await Supervisor.startLink(.oneForOne) {
                    ChildSpec(id: "alone") { try await Worker.start(Worker.Plan("alone")) }
                }
            }
        }
    }
}
