import NodeLogging
import ProcessTesting
import Processes
import Testing

@Suite("A mistake in a server", .timeLimit(.minutes(1)))
struct ServerMistakeTests {
    private func errorOf<Value>(_ call: () async throws -> Value) async -> (any Error)? {
        do {
            _ = try await call()
            return nil
        } catch {
            return error
        }
    }

    @Test("a handler that throws ends the server, and every caller hears why")
    func throwing() async throws {
        try await withTestWorld { world in
            let failing = Machine.Do { _, _ -> Int in throw Machine.Broken() }
            let waiting = Machine.DoAsync { _, _ -> Int in throw Machine.Broken() }
            let deferred = Machine.DoLater { _, _, _ in throw Machine.Broken() }
            for kind in 0..<3 {
                let machine = try await Machine.start(Machine.Plan())
                let error = await errorOf {
                    switch kind {
                    case 0: try await machine.call(failing)
                    case 1: try await machine.call(waiting)
                    default: try await machine.call(deferred)
                    }
                }
                #expect(error as? CallError == .exited(.failed(Machine.Broken())))
                #expect(error.map { "\($0)" } == "the server ended before it answered: failed: Broken()")
                #expect(!machine.isAlive)
            }
            #expect(world.log.entries(.error).count == 3)
        }
    }

    @Test("a reply that is given twice counts once, and one that is forgotten is an error that says what to do")
    func replies() async throws {
        try await withTestWorld { _ in
            let machine = try await Machine.start(Machine.Plan())
            let twice = Machine.DoLater { _, reply, _ in
                reply(1)
                reply(2)
                reply.afterTerminate(3)
            }
            #expect(try await machine.call(twice) == 1)
            let forgotten = await errorOf { try await machine.call(Machine.DoLater { _, _, _ in }) }
            #expect(
                forgotten.map { "\($0)" }
                    == "the server gave up its Reply without using it; answer, or keep it until the answer is known"
            )
            #expect(machine.isAlive)
        }
    }

    @Test("a server that calls or stops itself is told so wherever it may wait: at the start, in a handler, at the end")
    func itself() async throws {
        try await withTestWorld { _ in
            let errors = Probe<CallError?>()
            @Sendable func record(_ server: ServerRef<Machine>) async {
                do throws(CallError) {
                    try await server.call(Machine.Do { _, _ in }, timeout: nil)
                    errors.record(nil)
                } catch { errors.record(error) }
                do throws(CallError) {
                    try await server.stop()
                    errors.record(nil)
                } catch { errors.record(error) }
            }
            let plan = Machine.Plan(
                initialize: { context in
                    await record(context.server)
                    return true
                },
                terminate: { _, _, context in await record(context.server) }
            )
            let machine = try await Machine.start(plan)
            try await machine.call(Machine.DoAsync { _, context in await record(context.server) })
            machine.cast(Machine.TellAsync { _, context in await record(context.server) })
            machine.cast(
                Machine.Tell { _, context in
                    context.continue(with: Machine.TellAsync { _, context in await record(context.server) })
                }
            )
            try await machine.stop()
            #expect(try await errors.next(10) == Array(repeating: .callingSelf, count: 10))
            #expect(
                CallError.callingSelf.description
                    == "a server cannot call or stop itself; change its state directly, or use a cast or context.stop"
            )
        }
    }

    @Test("a task that a handler leaves behind may stop the server")
    func stoppedByOwnTask() async throws {
        try await withTestWorld { _ in
            let machine = try await Machine.start(Machine.Plan())
            machine.cast(
                Machine.Tell { _, context in
                    let server = context.server
                    Task { try await server.stop(.shutdown) }
                }
            )
            #expect(await machine.id.exitReason() == .shutdown)
        }
    }

    @Test("a handler that never returns holds up only its own server, which can still be killed and is then reported")
    func neverReturns() async throws {
        try await withTestWorld { world in
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            let machine = try await Machine.start(Machine.Plan())
            machine.cast(
                Machine.TellAsync { _, _ in
                    entered.record(())
                    await gate.nextDespiteCancellation()
                }
            )
            try await entered.next()
            let calling = Task { await errorOf { try await machine.call(Machine.Do { _, _ in }) } }
            let stopping = Task { await errorOf { try await machine.stop(timeout: .seconds(5)) } }
            await world.timers(reach: 2)
            world.clock.advance(by: .seconds(5))
            let late = "no answer within 5.0 seconds; raise the timeout, or find what holds the server up"
            #expect(await calling.value.map { "\($0)" } == late)
            #expect(await stopping.value.map { "\($0)" } == late)
            machine.id.kill()
            #expect(await machine.id.exitReason() == .killed)
            #expect(world.system.lingering == [machine.id])
            world.clock.advance(by: world.system.lingeringLimit)
            let warning = try #require(world.log.entries(.warning).first)
            #expect(warning.message.hasSuffix("its code still runs; let it check for cancellation"))
            gate.record(())
            await world.waitForLingering()
        }
    }

    @Test("GEN-029 a time to wait below nothing is refused before anything is sent, and the error says what to use")
    func negativeTimeouts() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            let limit = Duration.milliseconds(-1)
            let sys = machine.id.sys
            let calls: [@Sendable () async throws -> Void] = [
                { try await machine.call(Machine.Do { machine, _ in machine.events.record("ran") }, timeout: limit) },
                { try await machine.call(Machine.DoAsync { $0.events.record("\($1.id)") }, timeout: limit) },
                { _ = try await machine.call(Machine.DoLater { _, reply, _ in reply(1) }, timeout: limit) },
                { try await machine.stop(timeout: limit) },
                { _ = try await sys.status(timeout: limit) },
                { try await sys.suspend(timeout: limit) },
                { try await sys.trace(true, timeout: limit) },
                { _ = try await machine.sys.withState(timeout: limit) { $0.value } },
            ]
            for call in calls { #expect(await errorOf(call) as? CallError == .negativeTimeout(limit)) }
            #expect(
                CallError.negativeTimeout(limit).description
                    == "the timeout is -0.001 seconds; use zero or more, or nil to wait for ever"
            )
            #expect(plan.events.recorded.isEmpty && machine.isAlive)
            await #expect(throws: StartError.negativeTimeout(limit)) {
                try await Machine.start(plan, name: "name", options: ServerOptions(timeout: limit))
            }
            #expect(
                StartError.negativeTimeout(limit).description
                    == "the time to start is -0.001 seconds; use zero or more, or nil to wait for ever"
            )
            #expect(world.system.count == 1 && world.system.process(named: "name") == nil)
            await world.settle()
            #expect(try await machine.call(Machine.Do { _, _ in 1 }, timeout: .zero) == 1)
        }
    }

    @Test("a message sent to a server of another type is a message that it does not know")
    func foreignMessage() async throws {
        try await withTestWorld { world in
            let stack = try await Stack.start([1])
            stack.id.send(Machine.Note("for a machine"))
            #expect(try await stack.call(Stack.Items()) == [1])
            let entry = try #require(world.log.entries(.error).first)
            #expect(entry.message == "Stack got a message it does not know; implement handleInfo to take it")
            let wrong = await errorOf { _ = try ServerRef<Machine>(stack.id) }
            #expect(wrong.map { "\($0)" } == "expected a Machine there, found a Stack")
        }
    }
}
