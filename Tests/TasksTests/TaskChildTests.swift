import OTP
import ProcessTesting
import Testing

@Suite("A task as a child", .timeLimit(.minutes(1)))
struct TaskChildTests {
    private enum Import: TaskModule {
        static func run(_ probe: Probe<ProcessID?>) async throws {
            probe.record(ProcessContext.current?.id)
        }
    }

    private enum Retried: TaskModule {
        static let id: ChildID = "retried"
        static let restart = ChildSpec.Restart.transient
        static let shutdown = ChildSpec.Shutdown.brutalKill

        static func run(_ starts: Probe<ProcessID?>) async throws {
            starts.record(ProcessContext.current?.id)
            if starts.recorded.count < 2 { throw Broken() }
        }
    }

    private enum Elsewhere: TaskModule {
        static func run() async throws {}

        static func run(_ probe: Probe<String>) async throws {}

        static func startLink(_ probe: Probe<String>) async throws -> ProcessID {
            probe.record("own start")
            return SupervisedTask.startLink { try await waitForEver() }
        }
    }

    @Test("TASK-011 its id is its type and it is temporary, and a module can say otherwise")
    func childSpec() async throws {
        let plain = SupervisedTask.child {}
        #expect(plain.id == "SupervisedTask")
        #expect(plain.restart == .temporary)
        #expect(plain.shutdown == .after(.seconds(5)))
        #expect(plain.kind == .worker)
        let probe = Probe<ProcessID?>()
        #expect(Import.child(probe).id == "Import")
        #expect(Import.child(probe).restart == .temporary)
        #expect(Retried.child(probe).id == "retried")
        #expect(Retried.child(probe).restart == .transient)
        #expect(Retried.child(probe).shutdown == .brutalKill)
        try await withTestWorld { world in
            let starts = Probe<String>()
            let top = try await Supervisor.startLink(.oneForOne) { Elsewhere.child(starts) }
            #expect(try await starts.next() == "own start")
            try await top.stop()
        }
    }

    @Test("TASK-011 a module that says so is started again after a failure")
    func restarts() async throws {
        try await withTestWorld { world in
            let starts = Probe<ProcessID?>()
            let top = try await Supervisor.startLink(.oneForOne) { Retried.child(starts) }
            await world.settle()
            let processes = starts.recorded
            #expect(processes.count == 2)
            #expect(Set(processes).count == 2)
            try await top.stop()
        }
    }

    @Test("TASK-012 a supervisor starts it and does not wait for its end")
    func underSupervisor() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let top = try await Supervisor.startLink(.oneForOne) {
                SupervisedTask.child { await gate.nextDespiteCancellation() }
            }
            let child = try #require(try await top.children.first?.process)
            #expect(child.isAlive)
            gate.record(())
            #expect(await child.exitReason() == .normal)
            await world.settle()
            #expect(try await top.children.isEmpty)
            try await top.stop()
        }
    }
}
