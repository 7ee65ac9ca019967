import NodeLogging
import OTP
import ProcessTesting
import Testing

@Suite("A Supervisor that ends its children", .timeLimit(.minutes(1)))
struct SupervisorShutdownTests {
    @Test("SUP-050 children end in reverse order, one after the other")
    func reverseOrder() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                for number in 0..<4 { Worker.Plan("\(number)", events).child() }
            }
            try await supervisor.stop()
            #expect(events.recorded.suffix(4) == ["end 3", "end 2", "end 1", "end 0"])
        }
    }

    @Test("SUP-051 SUP-054 a brutal kill and a child that does not trap end without terminate")
    func brutalKill() async throws {
        try await withTestWorld { _ in
            let events = Probe<String>()
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                Worker.Plan("killed", events).child(shutdown: .brutalKill)
                Worker.Plan("plain", events).child(traps: false)
            }
            let killed = try await supervisor.process("killed")
            let plain = try await supervisor.process("plain")
            try await supervisor.stop()
            #expect(await killed.exitReason() == .killed)
            #expect(await plain.exitReason() == .shutdown)
            #expect(events.recorded == ["start killed", "start plain"])
        }
    }

    @Test("SUP-052 SUP-055 a child that does not end in time is killed, which is logged")
    func timeLimit() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let entered = Probe<Void>()
            let events = Probe<String>()
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                Worker.Plan("quick", events).child()
                Worker.Plan(
                    "slow",
                    terminate: {
                        entered.record(())
                        await gate.nextDespiteCancellation()
                    }
                )
                .child(shutdown: .after(.seconds(2)))
            }
            let slow = try await supervisor.process("slow")
            let stopping = Task { try await supervisor.stop() }
            try await entered.next()
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(2))
            try await stopping.value
            #expect(await slow.exitReason() == .killed)
            #expect(events.recorded == ["start quick", "end quick"])
            let reports = world.log.entries(.error).filter {
                $0.metadata["context"]?.description.contains("asked") == true
            }
            #expect(reports.map { $0.metadata["child"]?.description } == ["slow"])
            gate.record(())
        }
    }

    @Test(
        "SUP-056 an end other than asked is logged; a normal one, or one with a reason, of a child not permanent is not",
        arguments: [
            (ChildSpec.Restart.permanent, ExitReason.normal, true), (.transient, .normal, false),
            (.temporary, .normal, false), (.permanent, .shutdownBecause(1), false), (.transient, .shutdown, false),
            (.transient, .failed(Worker.Broken()), true), (.temporary, .failed(Worker.Broken()), true),
        ]
    )
    func otherEnds(restart: ChildSpec.Restart, reason: ExitReason, isLogged: Bool) async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                ChildSpec(id: "one", restart: restart) { () -> ProcessID in
                    let ready = Probe<Void>()
                    let process = ProcessContext.current?.spawnLinked(options: ProcessOptions(trapsExits: true)) {
                        inbox in
                        ready.record(())
                        _ = try await inbox.receiveSignal()
                        throw reason
                    }
                    try await ready.next()
                    return try #require(process).id
                }
            }
            try await supervisor.stop()
            let contexts = world.log.entries(.error).compactMap { $0.metadata["context"]?.description }
            #expect(contexts == (isLogged ? ["child did not end as asked"] : []))
        }
    }

    @Test("SUP-053 without a limit a child may take as long as it needs")
    func unlimited() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let entered = Probe<Void>()
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                Worker.Plan(
                    "slow",
                    terminate: {
                        entered.record(())
                        await gate.nextDespiteCancellation()
                    }
                )
                .child(shutdown: .unlimited)
            }
            let stopping = Task { try await supervisor.stop() }
            try await entered.next()
            world.clock.advance(by: .seconds(100_000))
            #expect(world.system.count == 2)
            gate.record(())
            try await stopping.value
            #expect(world.system.count == 0)
            #expect(world.log.entries(.error).isEmpty)
        }
    }

    @Test("SUP-057 a child that unlinked itself cannot hold up the end")
    func unlinkedChild() async throws {
        try await withTestWorld { world in
            let started = Probe<Void>()
            let unlinked = Probe<Void>()
            let supervisor = try await Supervisor.startLink(.oneForOne) {
                ChildSpec(id: "loner") {
                    let process = ProcessContext.current?.spawnLinked { inbox in
                        // A start function must return a child that is still linked.
                        try await started.next()
                        if let parent = inbox.process.parent { inbox.process.unlink(parent) }
                        unlinked.record(())
                        try await inbox.process.sleep()
                    }
                    return process ?? spawn { _ in }
                }
            }
            started.record(())
            try await unlinked.next()
            try await supervisor.stop()
            #expect(world.system.count == 0)
        }
    }
}
