import NodeLogging
import ProcessTesting
import Processes
import Testing

@Suite("Callbacks of a GenServer", .timeLimit(.minutes(1)))
struct GenServerCallbackTests {
    @Test("GEN-046 GEN-047 a cast goes on at once, also when nobody is there")
    func casts() async throws {
        try await withTestWorld { world in
            let stack = try await Stack.start([])
            try await stack.id.sys.suspend()
            stack.cast(Stack.Push(item: 1))
            try await stack.id.sys.resume()
            #expect(try await stack.call(Stack.Items()) == [1])
            try await stack.stop()
            stack.cast(Stack.Push(item: 2))
            ServerName<Stack>("nobody").cast(Stack.Push(item: 3))
            ServerName<Stack>(.global("nobody")).cast(Stack.Push(item: 3))
            ServerName<Stack>.via(Rooms(), 1).cast(Stack.Push(item: 3))
            #expect(world.system.deadLetters == 1)
        }
    }

    @Test("GEN-094 casts pile up before a server that does not keep up, and a call waits until they are handled")
    func backPressure() async throws {
        try await withTestWorld { world in
            let stack = try await Stack.start([])
            try await stack.id.sys.suspend()
            for item in 0..<10_000 { stack.cast(Stack.Push(item: item)) }
            #expect(stack.id.info?.messageQueueLength == 10_000)
            let calling = Task { try await stack.call(Stack.Items(), timeout: nil) }
            await world.waitForMail(containing: "Items", in: stack.id)
            #expect(stack.id.info?.messagesHandled == 0)
            try await stack.id.sys.resume()
            #expect(try await calling.value.count == 10_000)
        }
    }

    @Test("GEN-048 a cast may stop the server, wait, or ask for what comes next")
    func castInstructions() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            machine.cast(
                Machine.TellAsync { machine, context in
                    await Task.yield()
                    machine.events.record("waited")
                    context.continue(with: Machine.Note("continued"))
                }
            )
            machine.cast(Machine.Tell { _, context in context.stop(.shutdown) })
            #expect(await machine.id.exitReason() == .shutdown)
            #expect(plan.events.recorded == ["waited", "continued", "terminate shutdown"])
        }
    }

    @Test("GEN-051 GEN-052 GEN-053 other messages and the news of monitors have their callbacks, with the same powers")
    func infos() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan(info: { machine, message, context in
                machine.events.record("got \(message)")
                if message as? String == "watch" {
                    let process = spawn { _ in throw ExitReason.shutdown }
                    _ = context.process.monitor(process.id)
                }
                if message as? String == "stop" { context.stop() }
                if message as? String == "continue" { context.continue(with: Machine.Note("continued")) }
                if message as? String == "hibernate" { context.hibernate() }
                if message as? String == "timeout" { context.timeout(after: .zero) }
            })
            let machine = try await Machine.start(plan)
            machine.id.send("watch")
            #expect(try await plan.events.next(2) == ["got watch", "down shutdown"])
            machine.id.send(Machine.Note("a cast sent as a message"))
            #expect(try await plan.events.next() == "a cast sent as a message")
            for (message, effect) in [("continue", "continued"), ("hibernate", "hibernate"), ("timeout", "timeout")] {
                machine.id.send(message)
                #expect(try await plan.events.next(2) == ["got \(message)", effect])
            }
            machine.id.send("stop")
            #expect(await machine.id.exitReason() == .normal)
        }
    }

    @Test("what handleHibernate asks for takes effect at once, and to hibernate again does not go on for ever")
    func hibernation() async throws {
        struct Tired: GenServer {
            static func initialize(_ argument: Void, _ context: Context<Tired>) -> Tired? { Tired() }

            mutating func handleHibernate(_ context: Context<Tired>) {
                context.hibernate()
                context.stop()
            }

            struct Rest: ServerCast {
                func handle(_ tired: inout Tired, _ context: Context<Tired>) { context.hibernate() }
            }
        }
        try await withTestWorld { _ in
            let tired = try await Tired.start()
            tired.cast(Tired.Rest())
            #expect(await tired.id.exitReason() == .normal)
        }
    }

    @Test("GEN-054 GEN-055 GEN-056 GEN-057 a timeout comes after the time without messages, and never unasked")
    func timeouts() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            await world.advance(by: .seconds(100))
            #expect(plan.events.recorded.isEmpty)
            machine.cast(Machine.Tell { _, context in context.timeout(after: .seconds(3)) })
            await world.advance(by: .seconds(2))
            machine.cast(Machine.Note("in time"))
            await world.advance(by: .seconds(100))
            #expect(try await plan.events.next() == "in time")
            #expect(plan.events.recorded.isEmpty)
            machine.cast(Machine.Tell { _, context in context.timeout(after: .seconds(3)) })
            await world.advance(by: .seconds(3))
            #expect(try await plan.events.next() == "timeout")
            machine.cast(Machine.Tell { _, context in context.timeout(after: .zero) })
            #expect(try await plan.events.next() == "timeout")
            machine.cast(
                Machine.Tell { _, context in
                    context.server.cast(Machine.Note("waits already"))
                    context.timeout(after: .zero)
                }
            )
            await world.advance(by: .seconds(1))
            #expect(plan.events.recorded == ["waits already"])
        }
    }

    @Test("GEN-058 GEN-059 a continuation comes before everything that waits, and may ask for another")
    func continuations() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            machine.cast(
                Machine.Tell { _, context in
                    context.server.cast(Machine.Note("mail"))
                    context.continue(
                        with: Machine.Tell { machine, context in
                            machine.events.record("first")
                            context.continue(with: Machine.Note("second"))
                        }
                    )
                }
            )
            await world.settle()
            #expect(try await plan.events.next(3) == ["first", "second", "mail"])
            machine.cast(
                Machine.Tell { _, context in
                    context.continue(
                        with: Machine.Tell { _, context in
                            context.hibernate()
                            context.timeout(after: .zero)
                        }
                    )
                }
            )
            #expect(try await plan.events.next(2) == ["hibernate", "timeout"])
            machine.cast(
                Machine.Tell { _, context in context.continue(with: Machine.Tell { $1.stop(.shutdown) }) }
            )
            #expect(await machine.id.exitReason() == .shutdown)
        }
    }

    @Test("a name that leads to a server of another type is an error of the call")
    func wrongServer() async throws {
        try await withTestWorld { _ in
            _ = try await Stack.start([], name: "stack")
            let wrong = ServerName<Machine>("stack")
            await #expect(throws: CallError.wrongServer(expected: "Machine", found: "Stack")) {
                try await wrong.call(Machine.Do { _, _ in })
            }
        }
    }

    @Test("GEN-067 a message that no callback takes is logged as an error and ignored")
    func unknownMessages() async throws {
        try await withTestWorld { world in
            let stack = try await Stack.start([1])
            stack.id.send("what?")
            #expect(try await stack.call(Stack.Items()) == [1])
            #expect(world.log.entries(.error).count == 1)
        }
    }

    @Test("GEN-074 whatever a callback of any kind throws is the reason of the end, after terminate")
    func thrownReasons() async throws {
        try await withTestWorld { _ in
            let callbacks: [@Sendable (ServerRef<Machine>) -> Void] = [
                { $0.cast(Machine.Tell { _, _ in throw ExitReason.shutdownBecause("done") }) },
                { $0.cast(Machine.TellAsync { _, _ in throw ExitReason.shutdownBecause("done") }) },
                { $0.id.send("info") },
                { server in
                    server.cast(
                        Machine.Tell { _, context in
                            context.continue(with: Machine.Tell { _, _ in throw ExitReason.shutdownBecause("done") })
                        }
                    )
                },
            ]
            for callback in callbacks {
                let plan = Machine.Plan(info: { _, _, _ in throw ExitReason.shutdownBecause("done") })
                let machine = try await Machine.start(plan)
                callback(machine)
                #expect(await machine.id.exitReason() == .shutdownBecause("done"))
                #expect(plan.events.recorded == ["terminate shutdown because done"])
            }
        }
    }

    @Test("GEN-071 GEN-074 an error ends the server after terminate, which sees what was changed, or what was before")
    func failures() async throws {
        try await withTestWorld { _ in
            let seen = Probe<Int>()
            let machine = try await Machine.start(
                Machine.Plan(terminate: { machine, _, _ in seen.record(machine.value) }, value: 1)
            )
            machine.cast(
                Machine.Tell { machine, _ in
                    machine.value = 2
                    throw Machine.Broken()
                }
            )
            #expect(try await seen.next() == 2)
            let careful = try await Careful.start(seen)
            careful.cast(Careful.Fail())
            #expect(try await seen.next() == 1)
            #expect(await careful.id.exitReason() == .failed(Machine.Broken()))
        }
    }

    /// A server that wants its old state back after a failure.
    private struct Careful: GenServer {
        static let keepsStateOnFailure = true

        let seen: Probe<Int>
        var value = 1

        static func initialize(_ seen: Probe<Int>, _ context: Context<Careful>) -> Careful? {
            Careful(seen: seen)
        }

        func terminate(_ reason: ExitReason, _ context: Context<Careful>) async {
            seen.record(value)
        }

        struct Fail: ServerCast {
            func handle(_ careful: inout Careful, _ context: Context<Careful>) throws {
                careful.value = 2
                throw Machine.Broken()
            }
        }
    }

    @Test("what one callback asks to go on with is handled in that order, before any message that waits")
    func severalContinuations() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            try await machine.id.sys.suspend()
            machine.cast(
                Machine.Tell { _, context in
                    context.continue(with: Machine.Tell { _, context in context.continue(with: Machine.Note("last")) })
                    context.continue(with: Machine.TellAsync { machine, _ in machine.events.record("async") })
                    context.continue(with: Machine.Note("third"))
                }
            )
            machine.cast(Machine.Note("message"))
            try await machine.id.sys.resume()
            #expect(try await plan.events.next(4) == ["async", "third", "last", "message"])
        }
    }
}
