import OTP
import ProcessTesting
import Testing

@Suite("Waiting for the value of a task", .timeLimit(.minutes(1)))
struct TaskValueTests {
    private let trapping = ProcessOptions(trapsExits: true)

    @Test("TASK-017 it gives the result, in a process and outside of any")
    func result() async throws {
        try await withTestWorld { world in
            #expect(try await SupervisedTask.linked { 7 }.value() == 7)
            try await withProcess { _ async throws in
                let gate = Probe<Int>()
                let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
                gate.record(8)
                #expect(try await task.value(within: nil) == 8)
            }
        }
    }

    @Test("TASK-018 without a result in five seconds the owner ends because of the timeout, and the task with it")
    func timeout() async throws {
        try await withTestWorld { world in
            let started = Probe<ProcessID?>()
            let owner = spawn { _ in
                let task = SupervisedTask.linked { try await waitForEver() }
                started.record(task.process)
                try await task.value()
            }
            let process = try #require(try await started.next())
            await world.timers(reach: 1)
            world.clock.advance(by: .milliseconds(4999))
            #expect(owner.id.isAlive)
            world.clock.advance(by: .milliseconds(1))
            let error = TaskError.timedOut(after: .seconds(5), .value(process))
            #expect(await owner.id.exitReason() == .failed(error))
            #expect(await process.exitReason() == .failed(error))
        }
    }

    @Test("TASK-019 after a timeout neither the result nor the end of the task is told")
    func nothingAfterTimeout() async throws {
        try await withTestWorld { world in
            try await withProcess(TaskReply<Int>.self) { inbox in
                let gate = Probe<Int>()
                let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
                await #expect(throws: TaskError.timedOut(after: .zero, .value(task.process))) {
                    try await task.value(within: .zero)
                }
                #expect(task.process?.isAlive == true)
                gate.record(1)
                await task.ended()
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    static let reasons: [ExitReason] = [
        .normal, .shutdown, .shutdownBecause("maintenance"), .killed, .noProcess, .failed(Broken(number: 3)),
    ]

    @Test(
        "TASK-020 TASK-021 TASK-025 a task that ends without a result throws its reason, also when exits are trapped",
        arguments: reasons
    )
    func exits(reason: ExitReason) async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox in
                let task = SupervisedTask.linked { () async throws -> Int in throw reason }
                await #expect(throws: TaskError.exited(reason, .value(task.process))) { try await task.value() }
            }
        }
    }

    @Test("TASK-021 an error that is thrown and not caught is the reason")
    func thrown() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox in
                let task = SupervisedTask.linked { () async throws -> Int in throw Broken(number: 4) }
                await #expect(throws: TaskError.exited(.failed(Broken(number: 4)), .value(task.process))) {
                    try await task.value()
                }
            }
        }
    }

    @Test("TASK-020 the end of a task that was waited for ends the owner that does not catch it")
    func endsOwner() async throws {
        try await withTestWorld { world async throws in
            let process = Probe<ProcessID?>()
            let reason = await end { _ in
                let task = SupervisedTask.linked { throw ExitReason.normal }
                process.record(task.process)
                try await task.value()
            }
            #expect(reason == .failed(TaskError.exited(.normal, .value(try await process.next()))))
        }
    }

    @Test("TASK-023 somebody else than the owner is refused, with both named")
    func notOwner() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox async throws in
                let owner = inbox.process.id
                let task = SupervisedTask.linked { 7 }
                let refused = Probe<TaskError>()
                let other = spawn { _ in
                    do throws(TaskError) { _ = try await task.value() } catch { refused.record(error) }
                }
                let error = try await refused.next()
                #expect(error == .notOwner(asker: .process(other.id), owner: .process(owner)))
                #expect(error.description.contains("\(other.id) asked for the result of a task that \(owner) started"))
                #expect(try await task.value() == 7)
            }
        }
    }

    @Test("TASK-023 outside of processes the owner is the task of Swift that started it")
    func implicitOwner() async throws {
        try await withTestWorld { world async throws in
            let task = SupervisedTask.linked { 7 }
            let refused = await Task { () -> TaskError? in
                do throws(TaskError) { _ = try await task.value() } catch { return error }
                return nil
            }.value
            guard case .notOwner? = refused else {
                return #expect(Bool(false), "\(String(describing: refused)) is no refusal")
            }
            #expect(try await task.value() == 7)
        }
    }

    @Test("TASK-024 a value can be had once, by one at a time")
    func once() async throws {
        try await withTestWorld { world in
            try await withProcess { _ in
                let task = SupervisedTask.linked { 7 }
                #expect(try await task.value() == 7)
                await #expect(throws: TaskError.alreadyTaken) { try await task.value() }
                await #expect(throws: TaskError.alreadyTaken) { try await task.poll() }
                await #expect(throws: TaskError.alreadyTaken) { try await SupervisedTask.awaitMany([task]) }
                let slow = SupervisedTask.linked { try await waitForEver() }
                let first = Task { try await slow.value() }
                await world.timers(reach: 1)
                await #expect(throws: TaskError.alreadyTaken) { try await slow.value() }
                world.clock.advance(by: .seconds(5))
                await #expect(throws: TaskError.timedOut(after: .seconds(5), .value(slow.process))) {
                    try await first.value
                }
                _ = try await slow.shutdown()
            }
        }
    }

    @Test("a cancelled wait says so, and the result can still be had")
    func cancelled() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let gate = Probe<Int>()
                let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
                let waiting = Task { try await task.value() }
                await world.timers(reach: 1)
                waiting.cancel()
                await #expect(throws: TaskError.cancelled(.value(task.process))) { try await waiting.value }
                gate.record(5)
                #expect(try await task.value() == 5)
            }
        }
    }

    @Test("a time below zero is refused")
    func negativeTime() async throws {
        try await withTestWorld { world async throws in
            let task = SupervisedTask.linked { 7 }
            let wrong = TaskError.negativeTimeout(.seconds(-1))
            await #expect(throws: wrong) { try await task.value(within: .seconds(-1)) }
            await #expect(throws: wrong) { try await task.poll(within: .seconds(-1)) }
            await #expect(throws: wrong) { try await SupervisedTask.awaitMany([task], within: .seconds(-1)) }
            await #expect(throws: wrong) { try await SupervisedTask.poll(many: [task], within: .seconds(-1)) }
            await #expect(throws: TaskError.negativeShutdown(.seconds(-1))) {
                try await task.shutdown(.after(.seconds(-1)))
            }
            #expect(try await task.value() == 7)
        }
    }
}
