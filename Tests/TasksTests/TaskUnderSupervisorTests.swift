import OTP
import ProcessTesting
import Testing

@Suite("A task under a TaskSupervisor", .timeLimit(.minutes(1)))
struct TaskUnderSupervisorTests {
    private let trapping = ProcessOptions(trapsExits: true)

    @Test("TSUP-005 TSUP-006 a task of async is under the supervisor, linked to the caller, and a task like any other")
    func async() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess { inbox in
                let gate = Probe<Int>()
                let task = try await tasks.async { await gate.nextDespiteCancellation() }
                let process = try #require(task.process)
                #expect(try await tasks.children == [process])
                #expect(Set(process.info?.links ?? []) == [tasks.id, inbox.process.id])
                #expect(task.owner == .process(inbox.process.id))
                #expect(try await task.poll(within: .zero) == nil)
                gate.record(7)
                #expect(try await task.value() == 7)
                let function = try await tasks.async { [value = 8] in Self.give(value) }
                await function.ended()
                let monitor = try #require(function.monitor)
                #expect(try await inbox.receiveDown(monitor) == .normal)
                #expect(try await function.poll() == .success(8))
                let slow = try await tasks.async { try await waitForEver() }
                #expect(try await slow.shutdown() == nil)
            }
        }
    }

    private static func give(_ value: Int) -> Int {
        value
    }

    @Test("TSUP-007 TSUP-009 a task of asyncNolink is not linked to the caller, who survives its failure")
    func asyncNolink() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess { inbox in
                let gate = Probe<Void>()
                let task = try await tasks.asyncNolink { () async throws -> Int in
                    await gate.nextDespiteCancellation()
                    throw Broken()
                }
                #expect(task.process?.info?.links == [tasks.id])
                #expect(inbox.process.id.info?.links == [])
                gate.record(())
                #expect(try await task.poll() == .failure(.failed(Broken())))
                #expect(inbox.process.id.isAlive)
            }
        }
    }

    /// A server that starts tasks and lets their results come as messages.
    private struct Prices: GenServer {
        let tasks: TaskSupervisor
        let seen: Probe<String>
        var monitor: Monitor?

        static func initialize(_ argument: (TaskSupervisor, Probe<String>), _ context: Context<Prices>) -> Prices? {
            Prices(tasks: argument.0, seen: argument.1)
        }

        struct Ask: AsyncServerCast {
            let price: Int?

            func handle(_ prices: inout Prices, _ context: Context<Prices>) async throws {
                let task = try await prices.tasks.asyncNolink { [price] in
                    guard let price else { throw Broken() }
                    return price
                }
                prices.monitor = task.monitor
            }
        }

        mutating func handleInfo(_ message: any Sendable, _ context: Context<Prices>) {
            guard let reply = message as? TaskReply<Int> else { return seen.record("other") }
            seen.record("price \(reply.value) \(reply.monitor == monitor)")
        }

        mutating func handleSignal(_ signal: Signal, _ context: Context<Prices>) {
            if case .down(let down, let reason) = signal { seen.record("down \(reason) \(down == monitor)") }
        }
    }

    @Test("TSUP-008 TSUP-009 the owner of an asyncNolink task gets its result and its end, or only its end")
    func messages() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let seen = Probe<String>()
            let prices = try await Prices.start((tasks, seen))
            prices.cast(Prices.Ask(price: 3))
            #expect(try await seen.next(2) == ["price 3 true", "down normal true"])
            prices.cast(Prices.Ask(price: nil))
            #expect(try await seen.next() == "down failed: Broken(number: 0) true")
            #expect(prices.isAlive)
            try await prices.stop()
        }
    }

    @Test("TSUP-018 callers name the code that asked, ancestors the supervisor and its ancestors")
    func callers() async throws {
        try await withTestWorld { world in
            let top = try await Supervisor.startLink(.oneForOne) { TaskSupervisor.child(name: "tasks") }
            let tasks = try TaskSupervisor(named: "tasks")
            try await withProcess { inbox in
                let seen = Probe<([ProcessID]?, [ProcessID]?)>()
                let record: @Sendable () async throws -> Void = {
                    seen.record((ProcessContext.current?.callers, ProcessContext.current?.ancestors))
                }
                try await tasks.async(record).value()
                try await tasks.asyncNolink(record).value()
                try await tasks.start(record)
                for (callers, ancestors) in try await seen.next(3) {
                    #expect(callers == [inbox.process.id])
                    #expect(ancestors == [tasks.id, top.id])
                }
            }
            try await top.stop()
        }
    }

    @Test("TSUP-026 a supervised task that was not done in time leaves no messages")
    func lateMessages() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess(TaskReply<Int>.self) { inbox in
                let gate = Probe<Int>()
                let started = [
                    try await tasks.async { await gate.nextDespiteCancellation() },
                    try await tasks.asyncNolink { await gate.nextDespiteCancellation() },
                ]
                for task in started {
                    await #expect(throws: TaskError.timedOut(after: .zero, .value(task.process))) {
                        try await task.value(within: .zero)
                    }
                }
                for task in started {
                    gate.record(1)
                    _ = task
                }
                for task in started { await task.ended() }
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test(
        "TSUP-027 the failure of a supervised task reaches whoever waits for it",
        arguments: [ExitReason.normal, .shutdown, .shutdownBecause(1), .failed(Broken())]
    )
    func failures(reason: ExitReason) async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess(options: trapping) { _ in
                let linked = try await tasks.async { throw reason }
                await #expect(throws: TaskError.exited(reason, .value(linked.process))) { try await linked.value() }
                let unlinked = try await tasks.asyncNolink { throw reason }
                await #expect(throws: TaskError.exited(reason, .value(unlinked.process))) { try await unlinked.value() }
            }
        }
    }

    @Test(
        "TSUP-028 a caller that dies before its work is handed over leaves no task that does it",
        arguments: [true, false]
    )
    func deadCaller(isLinked: Bool) async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let work = Probe<Void>()
            try await tasks.id.sys.suspend()
            let caller = spawn { _ in
                _ =
                    isLinked
                    ? try await tasks.async { work.record(()) } : try await tasks.asyncNolink { work.record(()) }
            }
            await world.waitForMail(containing: "StartChild", in: tasks.id)
            caller.id.kill()
            try await tasks.id.sys.resume()
            await world.settle()
            #expect(work.recorded.isEmpty)
            #expect(try await tasks.children == [])
        }
    }

    @Test("TSUP-012 TSUP-013 start gives the process, links nobody to the caller, and sends no result")
    func start() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess(TaskReply<Void>.self) { inbox in
                let gate = Probe<Void>()
                let task = try await tasks.start { await gate.nextDespiteCancellation() }
                #expect(try await tasks.children == [task])
                #expect(task.info?.links == [tasks.id])
                gate.record(())
                #expect(await task.exitReason() == .normal)
                await world.settle()
                #expect(inbox.process.id.mailCount == 0)
                #expect(try await tasks.children == [])
                let function = try await tasks.start { [value = 8] in _ = Self.give(value) }
                #expect(await function.exitReason() == .normal)
            }
        }
    }
}
