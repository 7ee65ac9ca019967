import OTP
import ProcessTesting
import Testing

@Suite("A DynamicSupervisor with a type of its own", .timeLimit(.minutes(1)))
struct DynamicSupervisorModuleTests {
    /// Notes each time it is asked, and on which process.
    private struct Asked: Sendable {
        let limit: Int?
        let events = Probe<ProcessID?>()
    }

    private enum Pool: DynamicSupervisorModule {
        static func specification(_ asked: Asked) throws -> DynamicSupervisorSpecification? {
            asked.events.record(ProcessContext.current?.id)
            guard let limit = asked.limit else { return nil }
            guard limit != 13 else { throw Worker.Broken() }
            return DynamicSupervisorSpecification(maxChildren: limit, maxRestarts: 0)
        }
    }

    @Test("DYN-006 is asked, in its process, how to supervise, and takes the name and the options of the start")
    func flags() async throws {
        try await withTestWorld { _ in
            let asked = Asked(limit: 1)
            let options = ProcessOptions(priority: .high)
            let pool = try await DynamicSupervisor.startLink(Pool.self, asked, name: "pool", options: options)
            #expect(try await asked.events.next() == pool.id)
            #expect(try DynamicSupervisor(named: "pool") == pool)
            #expect(pool.id.info?.priority == .high)
            let child = try #require(try await pool.start(Worker.Plan("one").child()))
            await #expect(throws: SupervisorError.maxChildren(1)) { try await pool.start(Worker.Plan("two").child()) }
            // Not a single restart is within the limit.
            child.id.send(Worker.End(reason: .failed(Worker.Broken())))
            #expect(await pool.id.exitReason() == .shutdown)
        }
    }

    @Test("DYN-010 does not start when there is nothing to run, what it says makes no sense, or it fails")
    func refusals() async {
        await withTestWorld { world in
            await #expect(throws: StartError.ignored) {
                try await DynamicSupervisor.startLink(Pool.self, Asked(limit: nil))
            }
            await #expect(throws: StartError.failed(.failed(SpecError.negativeMaxChildren(-1)))) {
                try await DynamicSupervisor.startLink(Pool.self, Asked(limit: -1))
            }
            await #expect(throws: StartError.failed(.failed(Worker.Broken()))) {
                try await DynamicSupervisor.startLink(Pool.self, Asked(limit: 13))
            }
            #expect(world.system.count == 0)
        }
    }

    @Test("DYN-004 is a child with its type as id, and is asked anew at each restart")
    func child() async throws {
        try await withTestWorld { _ in
            let asked = Asked(limit: 2)
            let spec = DynamicSupervisor.child(Pool.self, asked)
            #expect(spec.id == ChildID(Pool.self) && spec.kind == .supervisor && spec.restart == .permanent)
            #expect(DynamicSupervisor.child(Pool.self, asked, id: "other").id == "other")
            #expect(spec.with { $0.restart = .transient }.restart == .transient)
            let top = try await Supervisor.startLink(.oneForOne) { spec }
            let first = try #require(try await asked.events.next())
            #expect(try await top.process(ChildID(Pool.self)) == first)
            first.kill()
            let second = try #require(try await asked.events.next())
            #expect(second != first)
            try await top.stop()
        }
    }
}
