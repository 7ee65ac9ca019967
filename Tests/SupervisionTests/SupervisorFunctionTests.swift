import OTP
import ProcessTesting
import Testing

@Suite("Asking a Supervisor", .timeLimit(.minutes(1)))
struct SupervisorFunctionTests {
    @Test("SUP-062 SUP-063 SUP-064 SUP-065 SUP-066 a child can be added, unless its id is known")
    func startsChildren() async throws {
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) {}
            let started = try await supervisor.start(Worker.Plan("one").child())
            let process = try #require(started?.id)
            #expect(try await supervisor.process("one") == process)
            await #expect(throws: SupervisorError.alreadyStarted(process)) {
                try await supervisor.start(Worker.Plan("one").child())
            }
            try await supervisor.terminate("one")
            await #expect(throws: SupervisorError.alreadyPresent("one")) {
                try await supervisor.start(Worker.Plan("one").child())
            }
            let ignored = try await supervisor.start(Worker.Plan("two", start: { _ in false }).child())
            #expect(ignored == nil)
            #expect(try await supervisor.state("two") == .stopped)
            let dropped = Worker.Plan("three", start: { _ in false }).child(restart: .temporary)
            _ = try await supervisor.start(dropped)
            #expect(try await supervisor.state("three") == nil)
            let broken = Worker.Plan("four") { _ in throw Worker.Broken() }
            await #expect(throws: SupervisorError.failed(StartError.failed(.failed(Worker.Broken())))) {
                try await supervisor.start(broken.child())
            }
            #expect(try await supervisor.state("four") == nil)
            let more = try await supervisor.start(
                ChildSpec(id: "info") { StartedChild(try await Worker.startLink(Worker.Plan("x")).id, info: "more") }
            )
            #expect(more?.info as? String == "more")
        }
    }

    @Test("SUP-060 SUP-068 a wrong description is refused when it is added, too")
    func wrongChildren() async throws {
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) {}
            await #expect(throws: SupervisorError.invalid(.negativeShutdown("one", .seconds(-1)))) {
                try await supervisor.start(Worker.Plan("one").child(shutdown: .after(.seconds(-1))))
            }
            await #expect(throws: SupervisorError.invalid(.significantChildWithoutAutoShutdown("one"))) {
                try await supervisor.start(Worker.Plan("one").child(restart: .transient, isSignificant: true))
            }
            let alone = try await Worker.start(Worker.Plan("alone"))
            await #expect(throws: SupervisorError.invalid(.notLinked("alone", alone.id))) {
                try await supervisor.start(ChildSpec(id: "alone") { alone })
            }
            #expect(try await supervisor.children.isEmpty)
        }
    }

    @Test("SUP-070 SUP-071 SUP-072 SUP-073 SUP-074 a child can be ended and started again by hand")
    func terminatesAndRestarts() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                Worker.Plan("one").child()
                Worker.Plan("two").child(restart: .temporary)
                Worker.Plan("three") { number in
                    if number > 1 { throw Worker.Broken() }
                    return true
                }
                .child()
            }
            await #expect(throws: SupervisorError.running) { try await supervisor.restart("one") }
            await #expect(throws: SupervisorError.notFound) { try await supervisor.restart("none") }
            await #expect(throws: SupervisorError.notFound) { try await supervisor.terminate("none") }
            try await supervisor.terminate("one")
            try await supervisor.terminate("one")
            await world.settle()
            #expect(try await supervisor.state("one") == .stopped)
            let started = try await supervisor.restart("one")
            #expect(started?.id.isAlive == true)
            try await supervisor.terminate("two")
            #expect(try await supervisor.state("two") == nil)
            try await supervisor.terminate("three")
            await #expect(throws: SupervisorError.failed(StartError.failed(.failed(Worker.Broken())))) {
                try await supervisor.restart("three")
            }
        }
    }

    @Test("SUP-070 what the start function says besides, or that there is nothing to run, comes back from a restart")
    func restartResults() async throws {
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                Worker.Plan("idle") { $0 == 1 }.child()
                ChildSpec(id: "info") { StartedChild(try await Worker.startLink(Worker.Plan("x")).id, info: "more") }
            }
            for id: ChildID in ["idle", "info"] { try await supervisor.terminate(id) }
            #expect(try await supervisor.restart("idle") == nil)
            #expect(try await supervisor.state("idle") == .stopped)
            let info = try #require(try await supervisor.restart("info"))
            #expect(info.id.isAlive && info.info as? String == "more")
        }
    }

    @Test("SUP-071 SUP-076 a child that is being restarted is neither restarted nor deleted by hand")
    func restarting() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne, backoff: Backoff(initial: .seconds(1))) {
                Worker.Plan("one").child()
            }
            try await supervisor.end("one")
            await world.settle()
            await #expect(throws: SupervisorError.restarting) { try await supervisor.restart("one") }
            await #expect(throws: SupervisorError.restarting) { try await supervisor.delete("one") }
        }
    }

    @Test("SUP-075 SUP-076 a child that does not run can be forgotten")
    func deletes() async throws {
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) { Worker.Plan("one").child() }
            await #expect(throws: SupervisorError.running) { try await supervisor.delete("one") }
            try await supervisor.terminate("one")
            try await supervisor.delete("one")
            await #expect(throws: SupervisorError.notFound) { try await supervisor.delete("one") }
            #expect(try await supervisor.children.isEmpty)
        }
    }

    @Test("SUP-005 SUP-077 SUP-078 children are listed last first with their code, and counted")
    func lists() async throws {
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                Worker.Plan("one").child()
                DynamicSupervisor.child(name: "pool")
                Worker.Plan("two").child()
            }
            try await supervisor.terminate("two")
            let children = try await supervisor.children
            #expect(children.map(\.id) == ["two", "pool", "one"])
            #expect(children.map(\.kind) == [.worker, .supervisor, .worker])
            #expect(children.first?.state == .stopped)
            #expect(children.last?.code == "Worker")
            #expect(try await supervisor.counts == ChildCounts(specs: 3, active: 2, supervisors: 1, workers: 2))
        }
    }

    @Test("SUP-079 SUP-080 stop ends all; afterwards, and for unknown names, there is no process")
    func stops() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne, name: "top") { Worker.Plan("one").child() }
            try await supervisor.stop(.shutdown)
            #expect(world.system.count == 0)
            await #expect(throws: CallError.noProcess) { try await supervisor.counts }
            await #expect(throws: SupervisorError.call(.noProcess)) { try await supervisor.terminate("one") }
            #expect(throws: CallError.noProcess) { try Supervisor(named: "top") }
        }
    }

    @Test("SYS-026 sys works for supervisors of every kind")
    func sys() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne) { Worker.Plan("one").child() }
            let dynamic = try await DynamicSupervisor.startLink()
            let partitions = try await PartitionSupervisor.startLink(partitions: 2) { _ in
                try await Worker.startLink(Worker.Plan("part"))
            }
            for process in [supervisor.id, dynamic.id, partitions.id] {
                try await process.sys.suspend()
                let status = try await process.sys.status()
                #expect(status.isSuspended && status.state.contains("supervisor"))
                #expect(status.kind.contains("Supervisor") && status.parent == nil)
                try await process.sys.countStatistics(true)
                try await process.sys.resume()
            }
            #expect(try await supervisor.counts.active == 1)
            #expect(try await supervisor.id.sys.statistics()?.messagesIn == 1)
            // While it is suspended a supervisor restarts nobody.
            try await supervisor.id.sys.suspend()
            let one = try #require(supervisor.id.info?.links.first)
            one.kill()
            await world.settle()
            #expect(supervisor.id.info?.links.isEmpty == true)
            try await supervisor.id.sys.resume()
            #expect(try await supervisor.process("one") != one)
            let again = try await supervisor.process("one")
            #expect(try await supervisor.id.sys.status().state == "oneForOne supervisor of [one: running(\(again))]")
        }
    }
}
