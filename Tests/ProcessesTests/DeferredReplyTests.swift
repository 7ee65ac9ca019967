import ProcessTesting
import Processes
import Testing

@Suite("An answer that is put off", .timeLimit(.minutes(1)))
struct DeferredReplyTests {
    @Test("GEN-042 GEN-061 GEN-062 an answer may come later, from any process")
    func answersLater() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            let calling = Task {
                try await machine.call(
                    Machine.DoLater { machine, reply, context in
                        machine.kept.append(reply)
                        context.timeout(after: .seconds(1))
                    }
                )
            }
            await world.timers(reach: 2)
            try await machine.call(
                Machine.Do { machine, _ in
                    let reply = machine.kept.removeFirst()
                    spawn { _ in reply(42) }
                }
            )
            #expect(try await calling.value == 42)
        }
    }

    @Test("GEN-043 a handler that leaves its caller waiting may ask for a timeout, hibernation or a continuation")
    func instructionsWithoutAnswer() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            let instructions: [@Sendable (Context<Machine>) -> Void] = [
                { $0.timeout(after: .seconds(1)) }, { $0.hibernate() },
                { $0.continue(with: Machine.Note("continued")) },
            ]
            var calls: [Task<Int, any Error>] = []
            for (number, instruct) in instructions.enumerated() {
                let call = Machine.DoLater { machine, reply, context in
                    machine.kept.append(reply)
                    instruct(context)
                }
                calls.append(Task { try await machine.call(call, timeout: nil) })
                if number == 0 { await world.timers(reach: 1) }
                world.clock.advance(by: .seconds(1))
                #expect(try await plan.events.next() == ["timeout", "hibernate", "continued"][number])
            }
            try await machine.call(
                Machine.Do { machine, _ in for (n, reply) in machine.kept.enumerated() { reply(n) } }
            )
            for (number, call) in calls.enumerated() { #expect(try await call.value == number) }
        }
    }

    @Test("GEN-063 GEN-064 an answer before the handler ends counts; a second one, or one to nobody, is nothing")
    func answersEarly() async throws {
        try await withTestWorld { _ in
            let machine = try await Machine.start(Machine.Plan())
            let early = Machine.DoLater { machine, reply, _ in
                reply(1)
                reply(2)
                machine.kept.append(reply)
            }
            #expect(try await machine.call(early) == 1)
            try await machine.call(Machine.Do { machine, _ in machine.kept.removeFirst()(3) })
            let kept = Probe<Void>()
            let leaving = Task {
                try await machine.call(
                    Machine.DoLater { machine, reply, _ in
                        machine.kept.append(reply)
                        kept.record(())
                    }
                )
            }
            try await kept.next()
            leaving.cancel()
            await #expect(throws: CallError.cancelled) { try await leaving.value }
            try await machine.call(Machine.Do { machine, _ in machine.kept.removeFirst()(4) })
            #expect(machine.isAlive)
        }
    }

    @Test("a reply that is forgotten, by the handler or by whoever has it, is an error at the caller")
    func forgottenReply() async throws {
        try await withTestWorld { _ in
            let machine = try await Machine.start(Machine.Plan())
            await #expect(throws: CallError.noReply) { try await machine.call(Machine.DoLater { _, _, _ in }) }
            await #expect(throws: CallError.noReply) {
                try await machine.call(Machine.DoLater { _, reply, _ in spawn { _ in _ = reply } })
            }
            await #expect(throws: CallError.exited(.failed(Machine.Broken()))) {
                try await machine.call(Machine.DoLater { _, _, _ in throw Machine.Broken() })
            }
        }
    }

    @Test("a kept reply whose server ends tells the reason, also when another process has it")
    func replyOfDeadServer() async throws {
        try await withTestWorld { _ in
            for isElsewhere in [true, false] {
                let machine = try await Machine.start(Machine.Plan())
                let kept = Locked<Reply<Int>?>(nil)
                let isKept = Probe<Void>()
                let calling = Task {
                    _ = await #expect(throws: CallError.exited(.killed)) {
                        try await machine.call(
                            Machine.DoLater { machine, reply, _ in
                                if isElsewhere { kept.withLock { $0 = reply } } else { machine.kept.append(reply) }
                                isKept.record(())
                            }
                        )
                    }
                }
                try await isKept.next()
                machine.id.kill()
                await calling.value
            }
        }
    }
}
