import ProcessTesting
import Processes
import Testing

@Suite("Extreme values", .timeLimit(.minutes(5)))
struct ExtremeValueTests {
    /// More seconds than any clock has.
    private static let forEver = Duration.seconds(Int64.max) * 10
    private static let never = Duration.seconds(Int64.min) * 10

    @Test("a time beyond the reach of the clock is never, and one long past is now")
    func times() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                let timer = inbox.ref.send(1, after: Self.forEver)
                inbox.process.id.send(1, at: MonotonicTime(offset: Self.forEver))
                inbox.process.id.send(2, at: MonotonicTime(offset: Self.never))
                inbox.ref.send(3, after: Self.never)
                world.clock.advance(by: .seconds(1))
                world.clock.advance(by: Self.never)
                #expect(world.clock.now == MonotonicTime(offset: .seconds(1)))
                let due = [try await inbox.receive(), try await inbox.receive()]
                #expect(due == [2, 3])
                let none = try await inbox.receive(within: Self.never)
                #expect(none == nil)
                #expect(timer.remaining.map { $0 > .seconds(1_000_000_000) } == true)
                timer.cancel()
                try await inbox.process.sleep(for: Self.never)
            }
            #expect(MonotonicTime(offset: Self.forEver) == .distantFuture)
            #expect(MonotonicTime.distantFuture.advanced(by: Self.forEver) == .distantFuture)
            let past = MonotonicTime(offset: Self.never)
            #expect(past.duration(to: .distantFuture) > .zero && past.advanced(by: Self.never) == past)
        }
    }

    @Test("a server takes any time in its options and instructions")
    func serverTimes() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan { context in
                context.timeout(after: Self.forEver)
                return true
            }
            let options = ServerOptions(timeout: Self.forEver, hibernateAfter: Self.forEver)
            let machine = try await Machine.start(plan, options: options)
            await world.advance(by: .seconds(1_000_000))
            #expect(plan.events.recorded.isEmpty)
            #expect(try await machine.call(Machine.Do { _, _ in 1 }, timeout: Self.forEver) == 1)
            #expect(try await machine.call(Machine.DoAsync { _, _ in 2 }, timeout: Self.forEver) == 2)
            machine.cast(Machine.Note("later"), after: Self.forEver)
            try await machine.call(Machine.Do { _, context in context.timeout(after: Self.never) })
            #expect(try await plan.events.next() == "timeout")
            machine.cast(Machine.Tell { _, context in context.timeout(after: Self.never) })
            #expect(try await plan.events.next() == "timeout")
            try await machine.stop(timeout: Self.forEver)
            let idle = try await Machine.start(plan, options: ServerOptions(hibernateAfter: Self.never))
            await world.settle()
            world.clock.advance(by: .zero)
            #expect(try await plan.events.next(2) == ["terminate normal", "hibernate"])
            #expect(await idle.id.exitReason(within: Self.never) == nil)
        }
    }

    @Test("a timer can be asked and stopped when its world is gone")
    func timerWithoutWorld() async throws {
        func makeTimer() async throws -> ProcessTimer {
            await withTestWorld { world in
                let process = spawn(Int.self, idle)
                let timer = process.send(1, after: .seconds(1))
                world.clock.advance(by: .seconds(2))
                return timer
            }
        }
        let timer = try await makeTimer()
        #expect(timer.remaining == nil)
        #expect(timer.cancel() == nil)
    }

    @Test("a limit of a mailbox below one is one, and the largest is none")
    func limits() async throws {
        for count in [Int.min, -1, 0] { #expect(MailboxLimit(count).count == 1) }
        try await withTestWorld { world in
            let options = ServerOptions(process: ProcessOptions(mailboxLimit: MailboxLimit(.max)), debug: [.log(.min)])
            let stack = try await Stack.start([], options: options)
            for item in 0..<100 { stack.cast(Stack.Push(item: item)) }
            #expect(try await stack.call(Stack.Items()).count == 100)
            try await stack.id.sys.log(last: .max)
            try await stack.id.sys.log(last: .min)
            #expect(world.system.deadLetters == 0)
        }
    }

    @Test("a name may be any text, and a process on its way out takes none", arguments: ["", " \n", "🦉"])
    func names(text: String) async throws {
        try await withTestWorld { world in
            for name in [ProcessName(text), ProcessName(String(repeating: text + "x", count: 200_000))] {
                let stack = try await Stack.start([1], name: ServerName(name))
                #expect(world.system.process(named: name) == stack.id)
                #expect(try await ServerName<Stack>(name).call(Stack.Pop()) == 1)
                try await stack.stop()
                #expect(world.system.process(named: name) == nil)
            }
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            let dying = spawn { _ in
                entered.record(())
                await gate.nextDespiteCancellation()
            }
            try await entered.next()
            dying.id.exit(.shutdown)
            let name = ProcessName(text)
            #expect(throws: NameError.noProcess(dying.id, name)) { try world.system.register(dying.id, as: name) }
            #expect(
                NameError.noProcess(dying.id, "late").description
                    == "\(dying.id) is not alive and cannot take the name 'late'"
            )
            gate.record(())
        }
    }

    @Test("an end reaches a hundred thousand processes that are linked one to the next")
    func longChain() async throws {
        try await withTestWorld { world in
            let previous = Locked<ProcessID?>(nil)
            let plan = Machine.Plan { context in
                if let id = previous.withLock({ $0 }) { try context.process.link(id) }
                previous.withLock { $0 = context.id }
                return true
            }
            let first = try await Machine.start(plan)
            for _ in 1..<100_000 { _ = try await Machine.start(plan) }
            let last = try #require(previous.withLock { $0 })
            first.id.exit(.failed(Machine.Broken()))
            #expect(await last.exitReason() == .failed(Machine.Broken()))
            await world.settle()
            #expect(world.system.count == 0)
        }
    }

    @Test("servers that start one another, and stop one another at their end, may do so thousands deep")
    func deepNesting() async throws {
        await withTestWorld { world in
            let outside = spawn(Int.self) { inbox in
                let outermost = try await Nest.start(5_000)
                _ = try await inbox.receive()
                try await outermost.stop()
            }
            await world.settle()
            #expect(world.system.count == 5_002)
            outside.send(1)
            #expect(await outside.id.exitReason() == .normal)
            await world.settle()
            #expect(world.system.count == 0)
        }
    }

    /// A server that has another one inside.
    private struct Nest: GenServer {
        let inner: ServerRef<Nest>?

        static func initialize(_ depth: Int, _ context: Context<Nest>) async throws -> Nest? {
            Nest(inner: depth > 0 ? try await Nest.start(depth - 1) : nil)
        }

        func terminate(_ reason: ExitReason, _ context: Context<Nest>) async {
            try? await inner?.stop()
        }
    }
}
