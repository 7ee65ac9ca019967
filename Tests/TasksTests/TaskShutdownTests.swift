import OTP
import ProcessTesting
import Processes
import Testing

@Suite("Ending tasks", .timeLimit(.minutes(1)))
struct TaskShutdownTests {
    private let trapping = ProcessOptions(trapsExits: true)

    /// A task that waits until it is told to end.
    private func slow(_ options: ProcessOptions = ProcessOptions()) -> SupervisedTask<Int> {
        SupervisedTask.linked(options: options) {
            try await waitForEver()
            return 1
        }
    }

    @Test("TASK-045 TASK-047 a task that ends as asked gives nil, its owner is not hit, and nothing stays behind")
    func plain() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox async throws in
                let task = slow()
                #expect(try await task.shutdown() == nil)
                #expect(await task.process?.exitReason() == .shutdown)
                #expect(inbox.process.id.info?.links == [])
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-045 TASK-049 a task that does not end in time is killed")
    func killed() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let gate = Probe<Int>()
                let task = SupervisedTask.linked(options: trapping) { await gate.nextDespiteCancellation() }
                let result = Task { try await task.shutdown() }
                await world.timers(reach: 1)
                world.clock.advance(by: .milliseconds(4999))
                #expect(task.process?.isAlive == true)
                world.clock.advance(by: .milliseconds(1))
                #expect(try await result.value == .failure(.killed))
                gate.record(1)
                await world.waitForLingering()
            }
        }
    }

    @Test("TASK-045 a task that does not care about cancellation is killed as well")
    func ignoresCancellation() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let gate = Probe<Int>()
                let started = Probe<Void>()
                let task = SupervisedTask.linked {
                    started.record(())
                    return await gate.nextDespiteCancellation()
                }
                try await started.next()
                let result = Task { try await task.shutdown(.after(.seconds(1))) }
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(1))
                #expect(try await result.value == .failure(.killed))
                gate.record(1)
                await world.waitForLingering()
            }
        }
    }

    @Test("TASK-046 a result that is there wins over any end", arguments: [ChildSpec.Shutdown.brutalKill, .unlimited])
    func resultWins(how: ChildSpec.Shutdown) async throws {
        try await withTestWorld { world in
            try await withProcess(TaskReply<Int>.self) { inbox async throws in
                let task = SupervisedTask.linked { 7 }
                await task.ended()
                #expect(try await task.shutdown(how) == .success(7))
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-045 a task that traps exits and answers in time gives its result")
    func answersInTime() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let gate = Probe<Int>()
                let task = SupervisedTask.linked(options: trapping) { await gate.nextDespiteCancellation() }
                let result = Task { try await task.shutdown() }
                await world.timers(reach: 1)
                gate.record(7)
                #expect(try await result.value == .success(7))
            }
        }
    }

    @Test(
        "TASK-047 any other end than the plain one comes as its reason",
        arguments: [ExitReason.normal, .shutdownBecause(1), .killed, .failed(Broken())]
    )
    func otherReasons(reason: ExitReason) async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ async throws in
                let ended = SupervisedTask.linked { () async throws -> Int in throw reason }
                await ended.ended()
                #expect(try await ended.shutdown() == .failure(reason))
                let task = SupervisedTask.linked(options: trapping) { () async throws -> Int in
                    try? await waitForEver()
                    throw reason
                }
                let result = Task { try await task.shutdown(.unlimited) }
                await world.settle()
                task.process?.kill()
                #expect(try await result.value == .failure(.killed))
            }
        }
    }

    @Test("TASK-047 a kill by somebody else comes as the reason also while not everybody has heard of it")
    func killedAtThatMoment() async throws {
        try await withTestWorld { _ in
            try await withProcess(options: trapping) { _ async throws in
                let started = Probe<Void>()
                let isHit = Probe<Void>()
                let release = Brake.Release()
                let task = SupervisedTask.linked {
                    await withTaskCancellationHandler {
                        started.record(())
                        await isHit.nextDespiteCancellation()
                    } onCancel: {
                        isHit.record(())
                        isHit.record(())
                        // The killer stands still here: the process has ended, and nobody has been told.
                        release.wait()
                    }
                }
                defer { release() }
                try await started.next()
                let process = try #require(task.process)
                OSThread.start(named: "killer") { process.kill() }
                try await isHit.next()
                #expect(try await task.shutdown(.unlimited)?.endReason == .killed)
            }
        }
    }

    @Test("TASK-048 a task that is killed as asked gives nil, one that ended by shutdown its reason")
    func brutalKill() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox async throws in
                let task = slow()
                #expect(try await task.shutdown(.brutalKill) == nil)
                #expect(await task.process?.exitReason() == .killed)
                let ended = SupervisedTask.linked { () async throws -> Int in throw ExitReason.shutdown }
                await ended.ended()
                #expect(try await ended.shutdown(.brutalKill) == .failure(.shutdown))
            }
        }
    }

    @Test("TASK-050 no end is told afterwards, whatever the task came to")
    func nothingStays() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess(TaskReply<Int>.self) { inbox in
                for how in [ChildSpec.Shutdown.brutalKill, .unlimited, .after(.seconds(1))] {
                    for operation in [
                        { 7 }, { throw Broken() },
                        {
                            try await waitForEver(); return 1
                        },
                    ]
                        as [@Sendable () async throws -> Int]
                    {
                        let task = try await tasks.asyncNolink(operation)
                        _ = try await task.shutdown(how)
                        await task.ended()
                        #expect(inbox.process.id.mailCount == 0)
                    }
                }
            }
        }
    }

    @Test("TASK-051 a task whose result was taken is not there")
    func taken() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let task = SupervisedTask.linked { 7 }
                #expect(try await task.value() == 7)
                #expect(try await task.shutdown() == .failure(.noProcess))
            }
        }
    }

    @Test("TASK-051 a task that was given up after a timeout is ended all the same")
    func givenUp() async throws {
        try await withTestWorld { world in
            try await withProcess { _ async throws in
                let task = slow()
                await #expect(throws: TaskError.self) { try await task.value(within: .zero) }
                #expect(try await task.shutdown() == nil)
                #expect(await task.process?.exitReason() == .shutdown)
                #expect(try await task.shutdown() == .failure(.noProcess))
            }
        }
    }

    @Test("TASK-052 a task without a process is only asked for its result")
    func withoutProcess() async throws {
        let task = SupervisedTask.completed(7)
        #expect(try await task.shutdown() == .success(7))
        await #expect(throws: TaskError.alreadyTaken) { try await task.shutdown() }
    }

    @Test("TASK-053 somebody else than the owner is refused")
    func notOwner() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let task = slow()
                let refused = Probe<TaskError>()
                let other = spawn { _ in
                    do throws(TaskError) { _ = try await task.shutdown() } catch { refused.record(error) }
                    do throws(TaskError) { _ = try task.ignore() } catch { refused.record(error) }
                }
                let error = TaskError.notOwner(asker: .process(other.id), owner: .process(inbox.process.id))
                #expect(try await refused.next(2) == [error, error])
                #expect(task.process?.isAlive == true)
                _ = try await task.shutdown()
            }
        }
    }

    @Test("TASK-054 ignore unlinks, and gives the result, the reason of an end, or nil")
    func ignore() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox async throws in
                let done = SupervisedTask.linked { 7 }
                await done.ended()
                #expect(try done.ignore() == .success(7))
                let broken = SupervisedTask.linked { () async throws -> Int in throw Broken() }
                await broken.ended()
                #expect(try broken.ignore() == .failure(.failed(Broken())))
                let task = slow()
                #expect(inbox.process.id.info?.links.count == 1)
                #expect(try task.ignore() == nil)
                #expect(inbox.process.id.info?.links == [])
                task.process?.kill()
            }
        }
    }

    @Test("TASK-055 after ignore the task runs on, and neither result nor failure reaches the owner")
    func ignored() async throws {
        try await withTestWorld { world in
            try await withProcess(TaskReply<Int>.self, options: trapping) { inbox async throws in
                for failure in [nil, Broken()] {
                    let gate = Probe<Void>()
                    let task = SupervisedTask.linked {
                        await gate.nextDespiteCancellation()
                        if let failure { throw failure }
                        return 7
                    }
                    #expect(try task.ignore() == nil)
                    #expect(task.process?.isAlive == true)
                    gate.record(())
                    await task.ended()
                    #expect(inbox.process.id.mailCount == 0)
                }
            }
        }
    }

    @Test("TASK-056 ignore of a completed task gives its result")
    func ignoreCompleted() throws {
        #expect(try SupervisedTask.completed(7).ignore() == .success(7))
    }
}
