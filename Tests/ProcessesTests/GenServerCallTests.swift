import ProcessTesting
import Processes
import Testing

@Suite("Calling a GenServer", .timeLimit(.minutes(1)))
struct GenServerCallTests {
    @Test(
        "GEN-028 GEN-039 GEN-040 a call is answered by what its handler returns, in the caller when the server is idle"
    )
    func answers() async throws {
        try await withTestWorld { _ in
            let machine = try await Machine.start(Machine.Plan(value: 3))
            let answer = try await machine.call(
                Machine.Do { machine, context in
                    machine.value += 1
                    return "\(machine.value) in \(ProcessContext.current?.id == context.id)"
                }
            )
            #expect(answer == "4 in true")
            let waited = try await machine.call(
                Machine.DoAsync { machine, context in
                    await Task.yield()
                    machine.value += 1
                    return "\(machine.value) in \(ProcessContext.current?.id == context.id)"
                }
            )
            #expect(waited == "5 in true")
            // Who asks is the `Reply`, which only this one call has.
            let replies = Locked<[Reply<Int>]>([])
            let keep = Machine.DoLater { machine, reply, _ in
                replies.withLock { $0.append(reply) }
                reply(machine.value)
            }
            #expect(try await machine.call(keep) == 5)
            #expect(try await machine.call(keep) == 5)
            #expect(replies.withLock { Set($0.map(ObjectIdentifier.init)).count } == 2)
        }
    }

    @Test("GEN-029 GEN-030 GEN-037 no answer in time throws, in five seconds unless told, and the caller lives on")
    func timesOut() async throws {
        try await withTestWorld { world in
            let machine = try await Machine.start(Machine.Plan())
            try await machine.id.sys.suspend()
            let calling = Task {
                _ = await #expect(throws: CallError.timedOut(after: .seconds(5))) {
                    try await machine.call(Machine.Do { _, _ in 1 })
                }
            }
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(5))
            await calling.value
            await #expect(throws: CallError.timedOut(after: .zero)) {
                try await machine.call(Machine.Do { _, _ in 1 }, timeout: .zero)
            }
            let patient = Task { try await machine.call(Machine.Do { _, _ in 2 }, timeout: nil) }
            await world.advance(by: .seconds(1_000_000))
            try await machine.id.sys.resume()
            #expect(try await patient.value == 2)
        }
    }

    @Test("GEN-031 GEN-032 after a timeout the message is still handled, and its answer reaches nobody")
    func lateAnswer() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            try await machine.id.sys.suspend()
            try await withProcess(Int.self) { inbox in
                let calling = Task {
                    try? await machine.call(
                        Machine.Do { machine, _ in
                            machine.events.record("handled")
                            return 1
                        },
                        timeout: .seconds(1)
                    )
                }
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(1))
                let answer = await calling.value
                #expect(answer == nil)
                try await machine.id.sys.resume()
                let event = try await plan.events.next()
                #expect(event == "handled")
                let mail = try await inbox.select(within: .zero) { $0 }
                #expect(mail == nil)
            }
        }
    }

    @Test("GEN-033 an unknown name and a dead process are no process")
    func noProcess() async throws {
        try await withTestWorld { _ in
            let stack = try await Stack.start([])
            try await stack.stop()
            await #expect(throws: CallError.noProcess) { try await stack.call(Stack.Pop()) }
            for name: ServerName<Stack> in ["nobody", .init(.global("nobody")), .via(Rooms(), 1)] {
                await #expect(throws: CallError.noProcess) { try await name.call(Stack.Pop()) }
            }
        }
    }

    @Test("GEN-034 a server that calls itself is told so, by address or by a name of any kind")
    func callingSelf() async throws {
        try await withTestWorld { _ in
            let rooms = Rooms()
            let names: [ServerName<Machine>] = ["machine", .init(.global("machine")), .via(rooms, 1)]
            for name in names {
                let machine = try await Machine.start(Machine.Plan(), name: name)
                let errors = try await machine.call(
                    Machine.DoAsync { _, context in
                        [await Self.errorOfCall(to: context.server), await Self.errorOfCall(to: name)]
                    }
                )
                #expect(errors == [.callingSelf, .callingSelf])
            }
        }
    }

    private static func errorOfCall(to machine: some ServerAddress<Machine>) async -> CallError? {
        do throws(CallError) {
            try await machine.call(Machine.DoAsync { _, _ in })
            return nil
        } catch {
            return error
        }
    }

    @Test("a task that a handler leaves behind may call the server")
    func taskOfHandler() async throws {
        try await withTestWorld { _ in
            let answered = Probe<Int?>()
            let machine = try await Machine.start(Machine.Plan())
            try await machine.call(
                Machine.DoAsync { _, context in
                    let server = context.server
                    Task { answered.record(try? await server.call(Machine.Do { _, _ in 9 })) }
                }
            )
            #expect(try await answered.next() == 9)
        }
    }

    @Test("GEN-036 a server that ends before it answers gives its reason to every caller")
    func endsBeforeAnswer() async throws {
        try await withTestWorld { world in
            let machine = try await Machine.start(Machine.Plan())
            try await machine.id.sys.suspend()
            let calls = (0..<3).map { _ in
                Task {
                    _ = await #expect(throws: CallError.exited(.killed)) {
                        try await machine.call(Machine.Do { _, _ in })
                    }
                }
            }
            await world.timers(reach: 3)
            machine.id.kill()
            for call in calls { await call.value }
            let second = try await Machine.start(Machine.Plan())
            await #expect(throws: CallError.exited(.failed(Machine.Broken()))) {
                try await second.call(Machine.Do { _, _ in throw Machine.Broken() })
            }
            let third = try await Machine.start(Machine.Plan())
            let started = Probe<Void>()
            let gate = Probe<Void>()
            let inFlight = Task {
                _ = await #expect(throws: CallError.exited(.killed)) {
                    try await third.call(
                        Machine.DoAsync { _, _ in
                            started.record(())
                            await gate.nextDespiteCancellation()
                        }
                    )
                }
            }
            try await started.next()
            third.id.kill()
            await inFlight.value
            gate.record(())
        }
    }

    @Test("a cancelled caller stops waiting; the server does the work all the same")
    func cancelled() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            try await machine.id.sys.suspend()
            let calling = Task {
                _ = await #expect(throws: CallError.cancelled) {
                    try await machine.call(Machine.Do { machine, _ in machine.events.record("done") })
                }
            }
            await world.timers(reach: 1)
            calling.cancel()
            await calling.value
            try await machine.id.sys.resume()
            #expect(try await plan.events.next() == "done")
        }
    }

    @Test("a full mailbox fails a call, also one that must make room")
    func overloaded() async throws {
        try await withTestWorld { world in
            for policy in [MailboxLimit.Policy.dropNewest, .dropOldest] {
                let options = ProcessOptions(mailboxLimit: MailboxLimit(1, policy: policy))
                let machine = try await Machine.start(Machine.Plan(), options: ServerOptions(process: options))
                try await machine.id.sys.suspend()
                let first = Task { try? await machine.call(Machine.Do { _, _ in 1 }, timeout: .seconds(9)) }
                await world.timers(reach: 1)
                let second = Task { try? await machine.call(Machine.Do { _, _ in 2 }, timeout: nil) }
                if policy == .dropNewest {
                    #expect(await second.value == nil)
                } else {
                    #expect(await first.value == nil)
                }
                try await machine.id.sys.resume()
                let answers = [await first.value, await second.value]
                #expect(answers == (policy == .dropNewest ? [1, nil] : [nil, 2]))
            }
        }
    }

    @Test("GEN-041 GEN-060 the answer goes out first, then the timeout, hibernation or continuation begins")
    func answersFirst() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            let gate = Probe<Void>()
            try await machine.call(
                Machine.Do { _, context in
                    context.continue(
                        with: Machine.TellAsync { machine, _ in
                            await gate.nextDespiteCancellation()
                            machine.events.record("continued")
                        }
                    )
                }
            )
            #expect(plan.events.recorded.isEmpty)
            gate.record(())
            #expect(try await plan.events.next() == "continued")
            try await machine.call(Machine.Do { _, context in context.hibernate() })
            #expect(try await plan.events.next() == "hibernate")
            try await machine.call(Machine.Do { _, context in context.timeout(after: .seconds(2)) })
            await world.advance(by: .seconds(2))
            #expect(try await plan.events.next() == "timeout")
        }
    }

    @Test("GEN-044 a stop with an answer runs terminate, then answers, then ends")
    func stopsWithAnswer() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            let answer = try await machine.call(
                Machine.Do { _, context in
                    context.stop(.shutdown)
                    return 5
                }
            )
            #expect(answer == 5)
            #expect(plan.events.recorded == ["terminate shutdown"])
            #expect(await machine.id.exitReason() == .shutdown)
            let second = try await Machine.start(plan)
            let late = try await second.call(
                Machine.DoLater { _, reply, context in
                    reply.afterTerminate(6)
                    context.stop()
                }
            )
            #expect(late == 6)
            #expect(plan.events.recorded == ["terminate shutdown", "terminate normal"])
        }
    }

    @Test("GEN-045 a stop without an answer gives the caller the reason")
    func stopsWithoutAnswer() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            await #expect(throws: CallError.exited(.normal)) {
                try await machine.call(Machine.DoLater { _, _, context in context.stop() })
            }
            #expect(plan.events.recorded == ["terminate normal"])
        }
    }

    @Test("GEN-049 calls and casts of one client are handled in the order sent")
    func order() async throws {
        try await withTestWorld { _ in
            let stack = try await Stack.start([])
            for round in 0..<300 {
                for item in 0..<round % 7 { stack.cast(Stack.Push(item: item)) }
                #expect(try await stack.call(Stack.Items()) == Array(0..<round % 7))
                for item in (0..<round % 7).reversed() { #expect(try await stack.call(Stack.Pop()) == item) }
            }
        }
    }

    @Test("GEN-050 one message at a time, whoever calls and however the handlers wait")
    func oneAtATime() async throws {
        try await withTestWorld { _ in
            let machine = try await Machine.start(Machine.Plan())
            await withTaskGroup { group in
                for client in 0..<8 {
                    group.addTask {
                        for _ in 0..<200 {
                            if client.isMultiple(of: 2) {
                                try? await machine.call(Machine.Do { machine, _ in machine.value += 1 })
                            } else {
                                try? await machine.call(
                                    Machine.DoAsync { machine, _ in
                                        let before = machine.value
                                        await Task.yield()
                                        machine.value = before + 1
                                    }
                                )
                            }
                        }
                    }
                }
            }
            #expect(try await machine.call(Machine.Do { machine, _ in machine.value }) == 1600)
        }
    }

    @Test("GEN-091 GEN-092 casts and calls to many servers at once, over a list of names")
    func manyServers() async throws {
        try await withTestWorld { _ in
            let names: [ServerName<Stack>] = ["one", "two", "nobody"]
            for (name, item) in zip(names, 1...2) { _ = try await Stack.start([item], name: name) }
            names.cast(Stack.Push(item: 9))
            let results = await names.call(Stack.Items())
            #expect(results.answers.map(\.address) == ["one", "two"])
            #expect(results.answers.map(\.answer) == [[1, 9], [2, 9]])
            #expect(results.failures.map(\.address) == ["nobody"])
            #expect(results.failures.map(\.error) == [.noProcess])
        }
    }
}
