import OTP
import ProcessTesting
import Testing

@Suite("Polling tasks", .timeLimit(.minutes(1)))
struct TaskPollTests {
    private let trapping = ProcessOptions(trapsExits: true)

    @Test("TASK-033 TASK-036 it gives the result, the reason of an end, or nil when time is over")
    func poll() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                #expect(try await SupervisedTask.linked { 7 }.poll() == .success(7))
                let broken = SupervisedTask.linked { throw Broken() }
                guard case .failure(.failed(let error))? = try await broken.poll() else {
                    return #expect(Bool(false), "the failure comes")
                }
                #expect(error as? Broken == Broken())
                let normal = SupervisedTask.linked { () async throws -> Int in throw ExitReason.normal }
                #expect(try await normal.poll() == .failure(.normal))
                let slow = SupervisedTask.linked { () async throws -> Int in
                    try await waitForEver()
                    return 1
                }
                let nothing = Task { try await slow.poll() }
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(5))
                #expect(try await nothing.value == nil)
            }
        }
    }

    @Test("TASK-034 after nil the task goes on and can be polled again")
    func again() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let gate = Probe<Int>()
                let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
                #expect(try await task.poll(within: .zero) == nil)
                #expect(task.process?.isAlive == true)
                #expect(try await task.poll(within: .zero) == nil)
                gate.record(1)
                #expect(try await task.poll() == .success(1))
            }
        }
    }

    @Test("TASK-035 of a result and an end that both wait it gives the result, and removes the end")
    func bothWait() async throws {
        try await withTestWorld { world in
            try await withProcess(TaskReply<Int>.self) { inbox async throws in
                let task = SupervisedTask.linked { 7 }
                await task.ended()
                #expect(inbox.process.id.mailCount == 2)
                #expect(try await task.poll() == .success(7))
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-037 somebody else than the owner is refused")
    func notOwner() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox async throws in
                let task = SupervisedTask.linked { 7 }
                let refused = Probe<TaskError>()
                let other = spawn { _ in
                    do throws(TaskError) { _ = try await task.poll() } catch { refused.record(error) }
                    do throws(TaskError) { _ = try await SupervisedTask.poll(many: [task]) } catch {
                        refused.record(error)
                    }
                }
                let error = TaskError.notOwner(asker: .process(other.id), owner: .process(inbox.process.id))
                #expect(try await refused.next(2) == [error, error])
            }
        }
    }

    // MARK: - Many

    /// Tasks that are done, have failed, and go on.
    private func mixed() async -> [SupervisedTask<Int>] {
        let done = SupervisedTask.linked { 1 }
        let broken = SupervisedTask.linked { () async throws -> Int in throw Broken() }
        let slow = SupervisedTask.linked { () async throws -> Int in
            try await waitForEver()
            return 3
        }
        await done.ended()
        await broken.ended()
        return [done, broken, slow]
    }

    @Test("TASK-038 of many it gives each task with its result or nil, in order")
    func many() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                let tasks = await mixed()
                let results = try await SupervisedTask.poll(many: tasks, within: .zero)
                #expect(results.map(\.task) == tasks)
                #expect(results.map(\.result) == [.success(1), .failure(.failed(Broken())), nil])
                #expect(try await SupervisedTask<Int>.poll(many: []).isEmpty)
            }
        }
    }

    @Test("TASK-039 by default it waits five seconds for all, and lets the late ones be")
    func defaults() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox async throws in
                let tasks = await mixed()
                let results = Task { try await SupervisedTask.poll(many: tasks) }
                await world.timers(reach: 1)
                world.clock.advance(by: .milliseconds(4999))
                #expect(world.system.pendingTimerCount == 1)
                world.clock.advance(by: .milliseconds(1))
                #expect(try await results.value.map(\.result) == [.success(1), .failure(.failed(Broken())), nil])
                let slow = tasks[2]
                #expect(slow.process?.isAlive == true)
                #expect(try await slow.poll(within: .zero) == nil)
            }
        }
    }

    @Test("TASK-040 the late ones can be killed, and show nil")
    func killsLate() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox async throws in
                let task = SupervisedTask.linked { try await waitForEver() }
                let results = Task {
                    try await SupervisedTask.poll(many: [task], within: .seconds(1), onTimeout: .killTask)
                }
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(1))
                #expect(try await results.value[0].result == nil)
                #expect(task.process?.isAlive == false)
                #expect(await task.process?.exitReason() == .killed)
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-041 the late ones can be ignored: they live on, and cannot be polled again")
    func ignoresLate() async throws {
        try await withTestWorld { world in
            try await withProcess(TaskReply<Int>.self) { inbox async throws in
                let gate = Probe<Int>()
                let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
                let results = Task {
                    try await SupervisedTask.poll(many: [task], within: .seconds(1), onTimeout: .ignore)
                }
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(1))
                #expect(try await results.value[0].result == nil)
                #expect(task.process?.isAlive == true)
                #expect(inbox.process.id.info?.links == [])
                await #expect(throws: TaskError.alreadyTaken) { try await task.poll() }
                gate.record(1)
                await task.ended()
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-042 with a limit it returns when so many are done, and touches no others")
    func limit() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                let tasks = await mixed()
                let results = try await SupervisedTask.poll(many: tasks, limit: 2, onTimeout: .killTask)
                #expect(results.map(\.result) == [.success(1), .failure(.failed(Broken())), nil])
                #expect(tasks[2].process?.isAlive == true)
                let gates = (0..<3).map { _ in Probe<Int>() }
                let more = gates.map { gate in SupervisedTask.linked { await gate.nextDespiteCancellation() } }
                let one = Task { try await SupervisedTask.poll(many: more, limit: 1, onTimeout: .killTask) }
                await world.timers(reach: 1)
                gates[1].record(5)
                #expect(try await one.value.map(\.result) == [nil, .success(5), nil])
                gates[0].record(4)
                #expect(try await more[0].value() == 4)
                #expect(more[2].process?.isAlive == true)
                more[2].process?.kill()
            }
        }
    }

    @Test("TASK-042 results beyond the limit that are there stay for another time")
    func beyondLimit() async throws {
        try await withTestWorld { world async throws in
            let tasks = (0..<3).map { number in SupervisedTask.linked { number } }
            for task in tasks { await task.ended() }
            #expect(
                try await SupervisedTask.poll(many: tasks, limit: 2).map(\.result) == [.success(0), .success(1), nil]
            )
            #expect(try await tasks[2].value() == 2)
        }
    }

    @Test("TASK-043 a limit above the number of tasks returns when all are done")
    func highLimit() async throws {
        try await withTestWorld { world in
            let tasks = (0..<3).map { number in SupervisedTask.linked { number } }
            let results = try await SupervisedTask.poll(many: tasks, within: nil, limit: 10)
            #expect(results.map(\.result) == [.success(0), .success(1), .success(2)])
        }
    }

    @Test("TASK-044 without a time it waits for all, or for the limit, and sets no timer")
    func forEver() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                for limit in [nil, 1] {
                    let gate = Probe<Int>()
                    let started = Probe<Void>()
                    let task = SupervisedTask.linked {
                        started.record(())
                        return await gate.nextDespiteCancellation()
                    }
                    let results = Task { try await SupervisedTask.poll(many: [task], within: nil, limit: limit) }
                    try await started.next()
                    world.clock.advance(by: .seconds(100_000))
                    #expect(world.system.pendingTimerCount == 0)
                    gate.record(1)
                    #expect(try await results.value.map(\.result) == [.success(1)])
                }
            }
        }
    }

    @Test("a limit below one is refused")
    func wrongLimit() async throws {
        let task = SupervisedTask.completed(1)
        await #expect(throws: TaskError.limitNotPositive(0)) {
            try await SupervisedTask.poll(many: [task], limit: 0)
        }
    }
}
