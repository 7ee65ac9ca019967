import NodeLogging
import ProcessTesting
import Processes
import Testing

@Suite("The end of a GenServer", .timeLimit(.minutes(1)))
struct GenServerEndTests {
    private static let trapping = ServerOptions(process: ProcessOptions(trapsExits: true))

    @Test("GEN-073 GEN-076 terminate runs on a stop from inside and from outside")
    func terminates() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let first = try await Machine.start(plan)
            first.id.send("ignored")
            first.cast(Machine.Tell { _, context in context.stop() })
            #expect(await first.id.exitReason() == .normal)
            let second = try await Machine.start(plan)
            try await second.stop(.shutdown)
            #expect(plan.events.recorded == ["info ignored", "terminate normal", "terminate shutdown"])
        }
    }

    @Test("GEN-075 GEN-080 a trapping server runs terminate when its parent ends, after what waited before")
    func parentExit() async throws {
        try await withTestWorld { world async throws in
            let plan = Machine.Plan()
            let started = Probe<ServerRef<Machine>>()
            let parent = spawn { inbox in
                started.record(try await Machine.startLink(plan, options: Self.trapping))
                try await idle(&inbox)
            }
            let machine = try await started.next()
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            machine.cast(
                Machine.TellAsync { machine, _ in
                    entered.record(())
                    await gate.nextDespiteCancellation()
                }
            )
            try await entered.next()
            machine.cast(Machine.Note("before"))
            parent.id.exit(.shutdown)
            _ = await parent.id.exitReason()
            machine.cast(Machine.Note("after"))
            gate.record(())
            #expect(await machine.id.exitReason() == .shutdown)
            #expect(plan.events.recorded == ["before", "terminate shutdown"])
            #expect(world.log.entries(.error).isEmpty)
        }
    }

    @Test("GEN-077 terminate does not run on a kill, nor when a signal hits a server that does not trap")
    func noTerminate() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let killed = try await Machine.start(plan, options: Self.trapping)
            killed.id.kill()
            #expect(await killed.id.exitReason() == .killed)
            let plain = try await Machine.start(plan)
            plain.id.exit(.shutdown)
            #expect(await plain.id.exitReason() == .shutdown)
            let busy = try await Machine.start(plan)
            let entered = Probe<Void>()
            busy.cast(
                Machine.TellAsync { _, context in
                    entered.record(())
                    try await context.process.sleep()
                }
            )
            try await entered.next()
            busy.id.exit(.shutdown)
            #expect(await busy.id.exitReason() == .shutdown)
            #expect(plan.events.recorded.isEmpty)
        }
    }

    @Test("GEN-078 terminate gives and throws nothing, so it cannot replace the reason; a kill meanwhile can")
    func killedInTerminate() async throws {
        try await withTestWorld { _ in
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            let plan = Machine.Plan(terminate: { _, _, _ in
                entered.record(())
                await gate.nextDespiteCancellation()
            })
            let first = try await Machine.start(plan)
            let stopping = Task { try await first.stop() }
            try await entered.next()
            gate.record(())
            try await stopping.value
            let second = try await Machine.start(plan)
            let killing = Task { _ = await #expect(throws: CallError.exited(.killed)) { try await second.stop() } }
            try await entered.next()
            second.id.kill()
            await killing.value
            gate.record(())
        }
    }

    @Test("terminate is not run in a cancelled task")
    func terminateIsNotCancelled() async throws {
        try await withTestWorld { _ async throws in
            let seen = Probe<Bool>()
            let plan = Machine.Plan(terminate: { _, _, _ in seen.record(Task.isCancelled) })
            let started = Probe<ServerRef<Machine>>()
            let parent = spawn { inbox in
                started.record(try await Machine.startLink(plan, options: Self.trapping))
                try await idle(&inbox)
            }
            _ = try await started.next()
            parent.id.exit(.shutdown)
            #expect(try await seen.next() == false)
        }
    }

    @Test("GEN-075 who was started without a link has no parent to end with: its exit is a message when trapping")
    func starterExit() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            try await withProcess { _ async throws in
                let options = ServerOptions(process: ProcessOptions(trapsExits: true))
                let machine = try await Machine.start(plan, options: options)
                for reason in [ExitReason.normal, .shutdown] { machine.id.exit(reason) }
                #expect(try await plan.events.next(2) == ["exit normal", "exit shutdown"])
                #expect(machine.isAlive)
                try await machine.stop()
            }
        }
    }

    @Test("GEN-079 an exit of a linked process that is not the parent is a message when trapping")
    func otherExits() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan, options: Self.trapping)
            machine.cast(
                Machine.Tell { _, context in context.process.spawnLinked { _ in throw ExitReason.shutdown } }
            )
            #expect(try await plan.events.next() == "exit shutdown")
            #expect(machine.isAlive)
        }
    }

    @Test("GEN-081 GEN-082 an unexpected end is reported with message and state as the server shows them")
    func reports() async throws {
        try await withTestWorld { world in
            for reason: ExitReason in [.normal, .shutdown, .shutdownBecause(1)] {
                let machine = try await Machine.start(Machine.Plan())
                try await machine.stop(reason)
            }
            #expect(world.log.entries.isEmpty)
            let machine = try await Machine.start(Machine.Plan(value: 8), name: "broken")
            machine.cast(Machine.Tell { _, _ in throw Machine.Broken() })
            _ = await machine.id.exitReason()
            let report = try #require(world.log.entries(.error).first)
            #expect(report.message.contains("broken"))
            #expect(report.metadata["state"]?.description == "machine at 8")
            #expect(report.metadata["last_message"]?.description.contains("Tell") == true)
            #expect(report.metadata["reason"]?.description == "failed: Broken()")
        }
    }

    @Test("GEN-083 GEN-084 stop waits until the server is gone, by address or by name")
    func stops() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let name: ServerName<Machine> = "machine"
            _ = try await Machine.start(plan, name: name)
            try await name.stop()
            #expect(plan.events.recorded == ["terminate normal"])
            #expect(world.system.count == 0)
            _ = try await Machine.start(plan, name: name)
        }
    }

    @Test(
        "GEN-085 GEN-086 GEN-087 stop says when nobody is there, when it is oneself, when time is over, and another reason"
    )
    func stopFailures() async throws {
        try await withTestWorld { world in
            await #expect(throws: CallError.noProcess) { try await ServerName<Machine>("nobody").stop() }
            let dead = try await Machine.start(Machine.Plan())
            try await dead.stop()
            await #expect(throws: CallError.noProcess) { try await dead.stop() }
            let gate = Probe<Void>()
            let entered = Probe<Void>()
            let plan = Machine.Plan(terminate: { _, _, _ in
                entered.record(())
                await gate.nextDespiteCancellation()
            })
            let slow = try await Machine.start(plan)
            let own = try await slow.call(Machine.DoAsync { _, context in await Self.errorOfStop(context.server) })
            #expect(own == .callingSelf)
            let stopping = Task { await Self.errorOfStop(slow, timeout: .seconds(2)) }
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(2))
            #expect(await stopping.value == .timedOut(after: .seconds(2)))
            try await entered.next()
            let again = Task { await Self.errorOfStop(slow) }
            await world.waitForMail(containing: "sys", in: slow.id)
            slow.id.kill()
            #expect(await again.value == .exited(.killed))
            gate.record(())
        }
    }

    private static func errorOfStop(_ machine: ServerRef<Machine>, timeout: Duration? = nil) async -> CallError? {
        do throws(CallError) {
            try await machine.stop(timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    @Test("GEN-088 GEN-090 a name of any kind leads to its holder or to nobody, an address to its own process")
    func whereIs() async throws {
        try await withTestWorld { _ in
            let rooms = Rooms()
            for name: ServerName<Stack> in ["stack", .init(.global("stack")), .via(rooms, 1)] {
                #expect(name.process == nil)
                let stack = try await Stack.start([], name: name)
                #expect(name.process == stack.id)
                #expect(stack.process == stack.id)
                try await stack.stop()
                #expect(name.process == nil && stack.process == nil)
            }
        }
    }

    @Test("GEN-089 an address that names no holder here is found to be itself, whether somebody is there or not")
    func addressStaysItself() async throws {
        try await withTestWorld { _ in
            let stack = try await Stack.start([], name: "stack")
            #expect(try stack.find() == stack)
            try await stack.stop()
            _ = try await Stack.start([], name: "stack")
            #expect(try stack.find() == stack)
            #expect(try ServerName<Stack>("stack").find() != stack)
        }
    }

    @Test("the state is released when the server ends, also when it holds its own address")
    func releasesState() async throws {
        final class Token: Sendable {
            let released: Probe<Void>

            init(_ released: Probe<Void>) {
                self.released = released
            }

            deinit {
                released.record(())
            }
        }
        struct Holder: GenServer {
            let token: Token
            let own: ServerRef<Holder>

            static func initialize(_ token: Token, _ context: Context<Holder>) -> Holder? {
                Holder(token: token, own: context.server)
            }
        }
        try await withTestWorld { world in
            for ends in [0, 1, 2] {
                let released = Probe<Void>()
                do {
                    let holder = try await Holder.start(Token(released))
                    if ends == 0 { try await holder.stop() }
                    if ends == 1 { holder.id.kill() }
                    if ends == 2 { holder.id.exit(.shutdown) }
                    _ = await holder.id.exitReason()
                }
                try await released.next()
                await world.settle()
                #expect(world.system.count == 0)
            }
        }
    }
}
