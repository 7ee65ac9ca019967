import OTP
import ProcessTesting
import Testing

@Suite("A child's description", .timeLimit(.minutes(1)))
struct ChildSpecTests {
    private struct Importer: GenServer, CustomChild {
        static func initialize(_ argument: Void, _ context: Context<Importer>) -> Importer? {
            Importer()
        }

        static func customize(_ child: inout ChildSpec) {
            child.id = "importer"
            child.restart = .transient
            child.shutdown = .brutalKill
        }
    }

    private struct Service: Runnable {
        let started: Probe<Void>

        func run() async throws {
            started.record(())
        }
    }

    @Test("GEN-001 SUP-001 SUP-002 SUP-003 SUP-004 SUP-006 a server's child has the type as id and the usual rest")
    func defaults() {
        let child = Worker.child(Worker.Plan("one"))
        #expect(child.id == ChildID("Worker"))
        #expect(child.restart == .permanent)
        #expect(child.kind == .worker)
        #expect(child.shutdown == .after(.seconds(5)))
        #expect(!child.isSignificant)
        let supervisor = ChildSpec(id: "top", kind: .supervisor) { spawn { _ in }.id }
        #expect(supervisor.shutdown == .unlimited)
    }

    @Test("GEN-002 a type can change the description of its children")
    func customized() {
        let child = Importer.child()
        #expect(child.id == "importer" && child.restart == .transient && child.shutdown == .brutalKill)
    }

    @Test("SUP-007 SUP-009 SUP-011 a child is a server with or without argument, a service, or any; fields can change")
    func forms() async throws {
        try await withTestWorld { _ in
            let started = Probe<Void>()
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                Worker.child(Worker.Plan("one")).with { $0.id = "changed" }
                Importer.child()
                ChildSpec(Service(started: started), restart: .temporary)
                if started.recorded.isEmpty { ChildSpec(id: "function") { try await ProcessContext.current?.sleep() } }
                for number in 0..<2 { ChildSpec(id: ChildID("\(number)")) { try await Worker.startLink(.init("n")) } }
            }
            try await started.next()
            let ids = try await supervisor.children.compactMap(\.id).reversed()
            #expect(Array(ids).filter { $0 != "Service" } == ["changed", "importer", "function", "0", "1"])
            let unchecked = Importer.child().with { $0.shutdown = .after(.seconds(-1)) }
            #expect(unchecked.shutdown == .after(.seconds(-1)))
        }
    }

    @Test("SUP-081 a supervisor's child may be given its children in a closure")
    func nestedClosure() async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let isExtra = true
            let child = Supervisor.child(.oneForAll, maxRestarts: 0, name: "inner", restart: .temporary) {
                Worker.Plan("one", events).child().with { $0.id = "one" }
                if isExtra { Worker.Plan("two", events).child() }
            }
            #expect(child.id == "inner" && child.kind == .supervisor && child.restart == .temporary)
            #expect(Supervisor.child(.oneForOne) {}.id == ChildID(Supervisor.self))
            #expect(Supervisor.child(.oneForOne, name: "inner", id: "own") {}.id == "own")
            let top = try await Supervisor.startLink(.oneForOne) { child }
            let inner = try Supervisor(named: "inner")
            #expect(try await inner.counts.active == 2)
            try #require(try await inner.children.first?.process).kill()
            #expect(await inner.id.exitReason() == .shutdown)
            await world.settle()
            #expect(try await top.children.isEmpty)
            #expect(events.recorded == ["start one", "start two", "end one"])
        }
    }

    @Test("SUP-014 SUP-081 a supervisor's child is a supervisor, and supervisors nest")
    func nested() async throws {
        try await withTestWorld { world in
            let events = Probe<String>()
            let inner = SupervisorSpecification(.oneForOne) { Worker.Plan("inner", events).child() }
            let child = Supervisor.child(inner, id: "sub", restart: .transient)
            #expect(child.kind == .supervisor && child.restart == .transient && child.shutdown == .unlimited)
            let top = try await Supervisor.startLink(.oneForOne) {
                child
                Worker.Plan("outer", events).child()
            }
            let counts = try await top.counts
            #expect(counts == ChildCounts(specs: 2, active: 2, supervisors: 1, workers: 1))
            try await top.stop()
            #expect(events.recorded == ["start inner", "start outer", "end outer", "end inner"])
            #expect(world.system.count == 0)
        }
    }
}
