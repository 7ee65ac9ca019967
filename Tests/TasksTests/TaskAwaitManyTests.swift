import OTP
import ProcessTesting
import Testing

@Suite("Waiting for the values of many tasks", .timeLimit(.minutes(1)))
struct TaskAwaitManyTests {
    @Test("TASK-026 the values come in the order of the tasks, whatever the order of their ends")
    func order() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let gates = (0..<3).map { _ in Probe<Int>() }
                let tasks = gates.map { gate in SupervisedTask.linked { await gate.nextDespiteCancellation() } }
                for position in [2, 0, 1] {
                    gates[position].record(position * 10)
                    await tasks[position].ended()
                }
                #expect(try await SupervisedTask.awaitMany(tasks) == [0, 10, 20])
            }
        }
    }

    @Test("TASK-026 it waits for tasks that are not done yet")
    func waits() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let gate = Probe<Int>()
                let tasks = [
                    SupervisedTask.linked { await gate.nextDespiteCancellation() }, SupervisedTask.completed(1),
                ]
                let values = Task { try await SupervisedTask.awaitMany(tasks) }
                await world.timers(reach: 1)
                gate.record(0)
                #expect(try await values.value == [0, 1])
            }
        }
    }

    @Test("TASK-027 no tasks have no values")
    func none() async throws {
        #expect(try await SupervisedTask<Int>.awaitMany([]) == [])
    }

    @Test("TASK-028 the first task that ends without a result ends the wait at once")
    func failure() async throws {
        try await withTestWorld { world in
            try await withProcess(options: ProcessOptions(trapsExits: true)) { _ in
                for reason in [ExitReason.normal, .shutdownBecause(1), .failed(Broken())] {
                    let slow = SupervisedTask.linked { try await waitForEver() }
                    let broken = SupervisedTask.linked { throw reason }
                    await #expect(throws: TaskError.exited(reason, .values([slow.process, broken.process]))) {
                        try await SupervisedTask.awaitMany([slow, broken])
                    }
                    #expect(slow.process?.isAlive == true)
                    slow.process?.kill()
                }
            }
        }
    }

    @Test("TASK-029 without all results in time it ends because of that")
    func timeout() async throws {
        try await withTestWorld { world async throws in
            let processes = Probe<[ProcessID?]>()
            let owner = spawn { _ in
                let tasks = [SupervisedTask.linked {}, SupervisedTask.linked { try await waitForEver() }]
                processes.record(tasks.map(\.process))
                _ = try await SupervisedTask.awaitMany(tasks)
            }
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(5))
            let all = try await processes.next()
            #expect(await owner.id.exitReason() == .failed(TaskError.timedOut(after: .seconds(5), .values(all))))
        }
    }

    @Test("TASK-030 messages of others, and further messages of the tasks, stay in the mailbox")
    func otherMessages() async throws {
        try await withTestWorld { world in
            try await withProcess(String.self) { inbox in
                let owner = inbox.ref
                owner.send("from others")
                let tasks = (0..<2).map { number in
                    SupervisedTask.linked {
                        owner.send("from task \(number)")
                        return number
                    }
                }
                #expect(try await SupervisedTask.awaitMany(tasks) == [0, 1])
                var texts: Set<String> = []
                for _ in 0..<3 { texts.insert(try await inbox.receive()) }
                #expect(texts == ["from others", "from task 0", "from task 1"])
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-031 after it failed nothing comes from its tasks")
    func nothingAfterFailure() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess(TaskReply<Int>.self) { inbox in
                let gate = Probe<Int>()
                let done = try await tasks.asyncNolink { 1 }
                await done.ended()
                let slow = try await tasks.asyncNolink { await gate.nextDespiteCancellation() }
                let broken = try await tasks.asyncNolink { () async throws -> Int in throw Broken() }
                let all = [done, slow, broken]
                await #expect(throws: TaskError.exited(.failed(Broken()), .values(all.map(\.process)))) {
                    try await SupervisedTask.awaitMany(all)
                }
                gate.record(1)
                await slow.ended()
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-032 one task of somebody else is refused, and nothing is taken")
    func foreignTask() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox async throws in
                let mine = SupervisedTask.linked { 1 }
                let given = Probe<SupervisedTask<Int>>()
                let other = spawn { _ in
                    given.record(SupervisedTask.linked { 2 })
                    try await waitForEver()
                }
                let foreign = try await given.next()
                let refusal = TaskError.notOwner(asker: .process(inbox.process.id), owner: .process(other.id))
                await #expect(throws: refusal) { try await SupervisedTask.awaitMany([mine, foreign]) }
                #expect(try await mine.value() == 1)
            }
        }
    }

    @Test("a task that is in the list twice is refused, and can still be waited for")
    func twiceInList() async throws {
        try await withTestWorld { world async throws in
            let gate = Probe<Int>()
            let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
            await #expect(throws: TaskError.alreadyTaken) { try await SupervisedTask.awaitMany([task, task]) }
            gate.record(1)
            #expect(try await task.value() == 1)
        }
    }
}
