import OTP
import ProcessTesting
import Testing

@Suite("Starting an agent", .timeLimit(.minutes(1)))
struct AgentStartTests {
    private struct Broken: Error, Equatable {}

    @Test("AGENT-001 AGENT-003 the first function runs in the new process; startLink links it, start does not")
    func starts() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let place = Probe<ProcessID?>()
                let linked = try await Agent.startLink {
                    place.record(ProcessContext.current?.id)
                    return 7
                }
                let alone = try await Agent.start {
                    place.record(ProcessContext.current?.id)
                    return 8
                }
                #expect(place.recorded == [linked.id, alone.id])
                #expect(try await linked.get { $0 } == 7)
                #expect(try await alone.get { $0 } == 8)
                #expect(inbox.process.id.info?.links == [linked.id])
            }
        }
    }

    @Test("AGENT-004 name, timeout, debugging and the options of the process are those of a server")
    func options() async throws {
        try await withTestWorld { world in
            var options = ServerOptions(debug: [.statistics])
            options.process.trapsExits = true
            options.process.label = "store"
            let agent = try await Agent.start(name: "store", options: options) { 0 }
            #expect(ServerName<Agent<Int>>("store").process == agent.id)
            #expect(agent.id.info?.trapsExits == true && agent.id.info?.label == "store")
            #expect(try await agent.id.sys.statistics() != nil)

            let gate = Probe<Void>()
            let late = Task {
                try await Agent.start(options: ServerOptions(timeout: .seconds(1))) {
                    await gate.nextDespiteCancellation()
                }
            }
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(1))
            await #expect(throws: StartError.timedOut(after: .seconds(1))) { try await late.value }
            gate.record(())
        }
    }

    @Test("AGENT-005 AGENT-006 start waits for the function, and tells of a taken name, an error and a timeout")
    func outcomes() async throws {
        try await withTestWorld { world in
            let order = Probe<String>()
            let first = try await Agent.start(name: "store") {
                await Task.yield()
                order.record("made")
                return 1
            }
            order.record("started")
            #expect(order.recorded == ["made", "started"])
            await #expect(throws: StartError.alreadyStarted(first.id)) { try await Agent.start(name: "store") { 2 } }
            await #expect(throws: StartError.failed(.failed(Broken()))) {
                try await Agent<Int>.start { throw Broken() }
            }
            let gate = Probe<Void>()
            let late = Task {
                try await Agent.start(options: .init(timeout: .seconds(3))) { await gate.nextDespiteCancellation() }
            }
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(3))
            await #expect(throws: StartError.timedOut(after: .seconds(3))) { try await late.value }
            gate.record(())
        }
    }

    @Test("AGENT-016 its child has the id Agent, is a permanent worker, and can be changed")
    func childSpec() async throws {
        let child = Agent.child { 0 }
        #expect(child.id == "Agent" && child.restart == .permanent && child.kind == .worker)
        #expect(child.shutdown == .after(.seconds(5)))
        let changed = child.with { child in
            child.id = "other"
            child.restart = .temporary
            child.shutdown = .brutalKill
            child.start = { StartedChild(try await Agent.startLink { 2 }.id, info: nil) }
        }
        #expect(changed.id == "other" && changed.restart == .temporary && changed.shutdown == .brutalKill)
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) { changed }
            let process = try #require(try await supervisor.children.first?.process)
            #expect(try await ServerRef<Agent<Int>>(process).get { $0 } == 2)
        }
    }

    @Test("AGENT-017 a supervisor starts an agent from a function, and starts it again")
    func supervised() async throws {
        try await withTestWorld { world in
            _ = try await Supervisor.startLink(.oneForOne) { Agent.child(name: "store") { 5 } }
            let store: ServerName<Agent<Int>> = "store"
            try await store.update { $0 = 6 }
            #expect(try await store.get { $0 } == 6)
            store.process?.kill()
            await world.settle()
            #expect(try await store.get { $0 } == 5)
        }
    }

    @Test("AGENT-018 the place of its first function is shown for the process")
    func label() async throws {
        try await withTestWorld { _ in
            let line: UInt = #line + 1
            let agent = try await Agent.start { 0 }
            #expect(agent.id.info?.label == "agent of AgentsTests/AgentStartTests.swift:\(line)")
        }
    }
}
