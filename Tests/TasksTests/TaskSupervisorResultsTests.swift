import OTP
import ProcessTesting
import Testing

@Suite("concurrentResults of a TaskSupervisor", .timeLimit(.minutes(1)))
struct TaskSupervisorResultsTests {
    private let trapping = ProcessOptions(trapsExits: true)

    @Test("TSUP-019 its tasks are under the supervisor")
    func supervised() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess { inbox in
                let seen = Probe<([ProcessID]?, ProcessID?)>()
                let results = try tasks.concurrentResults(of: 1...4) { number in
                    seen.record((ProcessContext.current?.callers, ProcessContext.current?.ancestors.first))
                    return number * 2
                }
                #expect(try await results.map { try $0.get() }.all() == [2, 4, 6, 8])
                for (callers, parent) in try await seen.next(4) {
                    #expect(callers == [inbox.process.id])
                    #expect(parent == tasks.id)
                }
                let input = AsyncStream { continuation in
                    for number in 1...3 { continuation.yield(number) }
                    continuation.finish()
                }
                let more = try tasks.concurrentResults(of: input) { $0 + 1 }
                #expect(try await more.map { try $0.get() }.all() == [2, 3, 4])
            }
        }
    }

    @Test("TSUP-019 its tasks are linked to the caller: a failure ends it, and they end with it")
    func linked() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let reason = await end { _ in
                for try await _ in try tasks.concurrentResults(of: [1], { _ in throw Broken() }) {}
            }
            #expect(reason == .failed(Broken()))
            let started = Probe<ProcessID?>()
            let caller = spawn { _ in
                let results = try tasks.concurrentResults(of: 0..<2, maxConcurrency: 2) { _ in
                    started.record(ProcessContext.current?.id)
                    try await waitForEver()
                }
                for try await _ in results {}
            }
            let processes = try await started.next(2)
            caller.id.kill()
            for process in processes { #expect(await process?.exitReason() == .killed) }
            try await withProcess(options: trapping) { _ in
                let results = try tasks.concurrentResults(of: [1]) { _ in throw Broken() }
                #expect(try await results.map { $0.reason() }.all() == [.failed(Broken())])
            }
        }
    }

    @Test("TSUP-020 without links failures are results, also for a caller that does not trap exits")
    func nolink() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess { inbox in
                let results = try tasks.concurrentResultsNolink(of: 0..<3) { number in
                    if number == 1 { throw Broken() }
                    return number
                }
                let all = try await results.all()
                #expect(all.map { try? $0.get() } == [0, nil, 2])
                #expect(all[1].reason() == .failed(Broken()))
                #expect(inbox.process.id.mailCount == 0)
                let input = AsyncStream { continuation in
                    continuation.yield(1)
                    continuation.finish()
                }
                let more = try tasks.concurrentResultsNolink(of: input) { _ in throw Broken() }
                #expect(try await more.map { $0.reason() }.all() == [.failed(Broken())])
            }
        }
    }

    @Test("TSUP-021 both take the same options as without a supervisor", arguments: [true, false])
    func options(isLinked: Bool) async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            try await withProcess(options: trapping) { _ in
                let gate = Probe<Void>()
                let operation: @Sendable (Int) async throws -> Int = { number in
                    if number == 0 { await gate.nextDespiteCancellation() }
                    if number == 2 { try await waitForEver() }
                    return number
                }
                let stream =
                    isLinked
                    ? try tasks.concurrentResults(
                        of: 0..<3,
                        maxConcurrency: 3,
                        ordered: false,
                        timeout: .seconds(1),
                        onTimeout: .killTask,
                        zipsInputOnExit: true,
                        shutdown: .brutalKill,
                        operation
                    )
                    : try tasks.concurrentResultsNolink(
                        of: 0..<3,
                        maxConcurrency: 3,
                        ordered: false,
                        timeout: .seconds(1),
                        onTimeout: .killTask,
                        zipsInputOnExit: true,
                        shutdown: .brutalKill,
                        operation
                    )
                var results = stream.makeAsyncIterator()
                #expect(try await results.next() == .success(1))
                #expect(try await tasks.children.count == 2)
                gate.record(())
                #expect(try await results.next() == .success(0))
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(1))
                let late = try await results.next()
                #expect(late?.input() == 2)
                #expect(late?.reason() == .failed(TaskError.timedOut(after: .seconds(1), .concurrentResults)))
                #expect(try await results.next() == nil)
            }
        }
    }

    @Test("TSUP-021 the shutdown of its tasks is used when the supervisor ends")
    func shutdown() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                let tasks = try await TaskSupervisor.startLink()
                let started = Probe<ProcessID?>()
                let gate = Probe<Void>()
                let consumer = spawn { _ in
                    let results = try tasks.concurrentResultsNolink(of: [1], shutdown: .brutalKill) { _ in
                        started.record(ProcessContext.current?.id)
                        await gate.nextDespiteCancellation()
                    }
                    for try await result in results { #expect(result.reason() == .killed) }
                }
                let process = try await started.next()
                try await tasks.stop()
                #expect(await process?.exitReason() == .killed)
                #expect(await consumer.id.exitReason() == .normal)
                gate.record(())
                await world.waitForLingering()
            }
        }
    }

    @Test("TSUP-022 a time to end below zero is refused at the call")
    func badShutdown() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let wrong = TaskError.negativeShutdown(.seconds(-1))
            #expect(throws: wrong) { try tasks.concurrentResults(of: [1], shutdown: .after(.seconds(-1))) { $0 } }
            #expect(throws: wrong) { try tasks.concurrentResultsNolink(of: [1], shutdown: .after(.seconds(-1))) { $0 } }
            await #expect(throws: wrong) { try await tasks.async(shutdown: .after(.seconds(-1))) { 1 } }
            #expect(throws: TaskError.maxConcurrencyNotPositive(0)) {
                try tasks.concurrentResults(of: [1], maxConcurrency: 0) { $0 }
            }
        }
    }

    @Test(
        "TSUP-023 the limit of the supervisor ends the stream, after its tasks, and leaves nothing behind",
        arguments: [true, false]
    )
    func maxChildren(isLinked: Bool) async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink(maxChildren: 2)
            try await withProcess(options: trapping) { inbox async throws in
                let started = Probe<ProcessID?>()
                let wait: @Sendable (Int) async throws -> Void = { _ in
                    started.record(ProcessContext.current?.id)
                    try await waitForEver()
                }
                await #expect(throws: TaskError.tooManyTasks(limit: 2)) {
                    let results =
                        isLinked
                        ? try tasks.concurrentResults(of: 0..<4, maxConcurrency: 4, wait)
                        : try tasks.concurrentResultsNolink(of: 0..<4, maxConcurrency: 4, wait)
                    for try await _ in results {}
                }
                for process in started.recorded { #expect(process?.isAlive == false) }
                await world.settle()
                #expect(try await tasks.children == [])
                #expect(inbox.process.id.info?.links == [])
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TSUP-024 a stream that was stopped leaves only the link to the supervisor that was there before")
    func stopped() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox in
                let tasks = try await TaskSupervisor.startLink()
                for try await result in try tasks.concurrentResults(
                    of: 0..<10,
                    maxConcurrency: 4,
                    { number in
                        if number > 0 { try await waitForEver() }
                    }
                ) {
                    guard case .success = result else { continue }
                    break
                }
                await world.settle()
                #expect(try await tasks.children == [])
                #expect(inbox.process.id.info?.links == [tasks.id])
                #expect(inbox.process.id.mailCount == 0)
                try await tasks.stop()
            }
        }
    }

    @Test("TSUP-025 a stream that fails ends every task it started, also without links", arguments: [true, false])
    func failing(isLinked: Bool) async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let started = Probe<ProcessID?>()
            let wait: @Sendable (Int) async throws -> Void = { _ in
                started.record(ProcessContext.current?.id)
                try await waitForEver()
            }
            let consumer = spawn { _ in
                let results =
                    isLinked
                    ? try tasks.concurrentResults(of: 0..<3, maxConcurrency: 3, timeout: .seconds(1), wait)
                    : try tasks.concurrentResultsNolink(of: 0..<3, maxConcurrency: 3, timeout: .seconds(1), wait)
                for try await _ in results {}
            }
            let processes = try await started.next(3)
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(1))
            let error = TaskError.timedOut(after: .seconds(1), .concurrentResults)
            #expect(await consumer.id.exitReason() == .failed(error))
            for process in processes { #expect(await process?.exitReason() == .killed) }
            await world.settle()
            #expect(try await tasks.children == [])
        }
    }
}
