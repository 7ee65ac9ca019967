import Glibc
import NodeLogging
import ProcessTesting
import Processes
import Testing

@Suite("Starting a GenServer", .timeLimit(.minutes(1)))
struct GenServerStartTests {
    private static let trapping = ProcessOptions(trapsExits: true)

    @Test("GEN-003 GEN-017 GEN-027 start gives the address only when initialize has returned, however long that takes")
    func waitsForInitialize() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let started = Probe<Void>()
            let plan = Machine.Plan { _ in
                started.record(())
                await gate.nextDespiteCancellation()
                return true
            }
            let ready = Locked(false)
            let starting = Task {
                let machine = try await Machine.start(plan)
                ready.withLock { $0 = true }
                return machine
            }
            try await started.next()
            #expect(!ready.withLock { $0 })
            gate.record(())
            let machine = try await starting.value
            #expect(machine.isAlive)
            #expect(world.system.count == 1)
        }
    }

    @Test("GEN-004 GEN-005 startLink links to the caller, start does not")
    func links() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let linked = try await Stack.startLink([])
                #expect(inbox.process.id.info?.links == [linked.id])
                let alone = try await Stack.start([])
                #expect(alone.id.info?.links == [])
                inbox.process.unlink(linked.id)
            }
            let outside = try await Stack.startLink([])
            #expect(outside.id.info?.links == [])
        }
    }

    @Test("GEN-006 GEN-007 GEN-009 GEN-038 a local or global name, or none, and names work wherever an address does")
    func names() async throws {
        try await withTestWorld { world in
            let local = ServerName<Stack>("stack")
            let global = ServerName<Stack>(.global("stack"))
            let first = try await Stack.start([1], name: local)
            let second = try await Stack.start([2], name: global)
            let third = try await Stack.start([3], name: nil)
            #expect(third.id.info(\.name) == .some(nil))
            #expect(try await local.call(Stack.Pop()) == 1)
            #expect(try await global.call(Stack.Pop()) == 2)
            #expect(world.system.process(named: "stack") == first.id)
            #expect(second.id != first.id)
            local.cast(Stack.Push(item: 5))
            #expect(try await first.call(Stack.Items()) == [5])
            try await local.stop()
            #expect(world.system.process(named: "stack") == nil)
        }
    }

    @Test("GEN-008 a via name is kept by a registry of the user's")
    func viaNames() async throws {
        try await withTestWorld { _ in
            let rooms = Rooms()
            let name = ServerName<Stack>(.via(rooms, 7))
            let stack = try await Stack.start([1], name: name)
            #expect(rooms.process(for: 7) == stack.id)
            #expect(try await name.call(Stack.Pop()) == 1)
            await #expect(throws: StartError.alreadyStarted(stack.id)) { try await Stack.start([], name: name) }
            try await name.stop()
            #expect(rooms.process(for: 7) == nil)
        }
    }

    @Test("GEN-011 a taken name gives the process that holds it")
    func takenName() async throws {
        try await withTestWorld { world in
            let first = try await Stack.start([], name: "stack")
            await #expect(throws: StartError.alreadyStarted(first.id)) { try await Stack.start([], name: "stack") }
            #expect(world.system.count == 1)
        }
    }

    @Test("GEN-012 GEN-095 the name is taken before initialize runs, so others' messages may be first in the mailbox")
    func nameComesFirst() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan { context in
                try world.system.send("outside", to: "machine")
                context.id.send("own")
                return true
            }
            _ = try await Machine.start(plan, name: "machine")
            #expect(try await plan.events.next(2) == ["info outside", "info own"])
        }
    }

    @Test("GEN-013 the start timeout kills the server")
    func startTimeout() async {
        await withTestWorld { world in
            let gate = Probe<Void>()
            let plan = Machine.Plan { _ in
                await gate.nextDespiteCancellation()
                return true
            }
            let starting = Task {
                _ = await #expect(throws: StartError.timedOut(after: .seconds(1))) {
                    try await Machine.start(plan, name: "slow", options: ServerOptions(timeout: .seconds(1)))
                }
            }
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(1))
            await starting.value
            #expect(world.system.count == 0)
            #expect(world.system.process(named: "slow") == nil)
            gate.record(())
        }
    }

    @Test("GEN-015 options of the process are passed on")
    func processOptions() async throws {
        try await withTestWorld { _ in
            let process = ProcessOptions(executor: .dedicatedThread, priority: .high, trapsExits: true)
            let stack = try await Stack.start([1], options: ServerOptions(process: process))
            #expect(stack.id.info?.priority == .high)
            #expect(stack.id.info?.trapsExits == true)
            #expect(try await stack.call(Stack.Pop()) == 1)
            try await stack.stop()
        }
    }

    @Test("GEN-016 a server that was idle long enough hibernates, once")
    func hibernatesWhenIdle() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan, options: ServerOptions(hibernateAfter: .seconds(3)))
            await world.advance(by: .seconds(2))
            machine.cast(Machine.Note("busy"))
            await world.advance(by: .seconds(2))
            #expect(plan.events.recorded == ["busy"])
            await world.advance(by: .seconds(20))
            #expect(plan.events.recorded == ["busy", "hibernate"])
        }
    }

    @Test("GEN-018 GEN-019 initialize may ask for a timeout, or to hibernate")
    func initialTimeout() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan { context in
                context.timeout(after: .seconds(1))
                context.hibernate()
                return true
            }
            _ = try await Machine.start(plan)
            await world.settle()
            #expect(try await plan.events.next() == "hibernate")
            await world.advance(by: .seconds(1))
            #expect(try await plan.events.next() == "timeout")
        }
    }

    @Test("GEN-020 a continuation of initialize comes before messages that wait already")
    func initialContinuation() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan { context in
                context.id.send("early")
                context.server.cast(Machine.Note("cast"))
                context.continue(with: Machine.Note("continued"))
                return true
            }
            _ = try await Machine.start(plan)
            #expect(try await plan.events.next(3) == ["continued", "info early", "cast"])
        }
    }

    @Test("GEN-021 GEN-026 ignore ends normally, without terminate, and frees the name first")
    func ignores() async throws {
        try await withTestWorld { world in
            try await withProcess(options: Self.trapping) { inbox in
                let plan = Machine.Plan { _ in false }
                await #expect(throws: StartError.ignored) { try await Machine.startLink(plan, name: "none") }
                #expect(world.system.process(named: "none") == nil)
                let exit = try await inbox.receiveSignal()
                guard case .exit(_, .normal)? = exit else {
                    Issue.record("\(exit as Any)")
                    return
                }
                #expect(plan.events.recorded.isEmpty)
            }
        }
    }

    @Test("GEN-022 GEN-026 a thrown reason is the reason of the end, and hits a linked caller that does not trap")
    func stopsInInitialize() async {
        await withTestWorld { world in
            let plan = Machine.Plan { _ in throw ExitReason.shutdownBecause("no disk") }
            await #expect(throws: StartError.failed(.shutdownBecause("no disk"))) {
                try await Machine.start(plan, name: "none")
            }
            #expect(world.system.process(named: "none") == nil)
            let caller = spawn { _ in
                _ = try? await Machine.startLink(plan)
            }
            #expect(await caller.id.exitReason() == .shutdownBecause("no disk"))
            #expect(plan.events.recorded.isEmpty)
            #expect(world.log.entries(.error).isEmpty)
        }
    }

    @Test("GEN-023 a refusal tells the caller and leaves a linked one alone")
    func refuses() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let plan = Machine.Plan { _ in throw StartRefused(Machine.Broken()) }
                await #expect(throws: StartError.refused(StartRefused(Machine.Broken()))) {
                    try await Machine.startLink(plan)
                }
                #expect(inbox.process.id.isAlive)
                inbox.process.trapsExits = true
                await #expect(throws: StartError.self) { try await Machine.startLink(plan) }
                let exit = try await inbox.receiveSignal(within: .zero)
                guard case .exit(_, .normal)? = exit else {
                    Issue.record("\(exit as Any)")
                    return
                }
            }
        }
    }

    @Test("GEN-024 an error in initialize is told, with its reason, and logged")
    func failsInInitialize() async throws {
        await withTestWorld { world in
            let plan = Machine.Plan { _ in throw Machine.Broken() }
            await #expect(throws: StartError.failed(.failed(Machine.Broken()))) { try await Machine.start(plan) }
            #expect(world.log.entries(.error).count == 1)
        }
    }

    @Test("GEN-024 a server that is killed while it starts is told as such")
    func killedInInitialize() async throws {
        await withTestWorld { _ in
            let plan = Machine.Plan { context in
                context.id.kill()
                return true
            }
            await #expect(throws: StartError.failed(.killed)) { try await Machine.start(plan) }
        }
    }

    @Test("GEN-069 without an initialize of its own the argument is the state")
    func defaultInitialize() async throws {
        struct Counter: GenServer, Sendable {
            var value = 0

            struct Next: ServerCall {
                func handle(_ counter: inout Counter, _ context: Context<Counter>) -> Int {
                    counter.value += 1
                    return counter.value
                }
            }
        }
        try await withTestWorld { _ in
            let counter = try await Counter.start(Counter(value: 4))
            #expect(try await counter.call(Counter.Next()) == 5)
        }
    }

    @Test("GEN-014 debug options watch from the first message on")
    func debugOptions() async throws {
        try await withTestWorld { world in
            let options = ServerOptions(debug: [.trace, .log(5), .statistics])
            let stack = try await Stack.start([1], options: options)
            _ = try await stack.call(Stack.Pop())
            let status = try await stack.id.sys.status()
            #expect(status.statistics?.messagesIn == 1)
            #expect(status.loggedEvents.first == .received("Pop()", isCall: true))
            #expect(world.log.entries(.info).count == status.loggedEvents.count)
        }
    }

    @Test("GEN-014 events go to a file from the first message on; a path that cannot be written is logged")
    func debugFile() async throws {
        let path = "/tmp/debug-events-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(path) }
        try await withTestWorld { world in
            let stack = try await Stack.start([1], options: ServerOptions(debug: [.logFile(path)]))
            _ = try await stack.call(Stack.Pop())
            try await stack.stop()
            let size = try #require(
                fopen(path, "r").map { file in
                    defer { fclose(file) }
                    fseek(file, 0, SEEK_END)
                    return ftell(file)
                }
            )
            #expect(size > 20)
            #expect(world.log.entries(.error).isEmpty)
            let other = try await Stack.start([1], options: ServerOptions(debug: [.logFile("/no/such/file")]))
            #expect(try await other.call(Stack.Pop()) == 1)
            let message = world.log.entries(.error).first?.message ?? ""
            #expect(message.hasPrefix("cannot write events to '/no/such/file': "))
            #expect(message.hasSuffix("; choose a writable path"))
        }
    }
}
