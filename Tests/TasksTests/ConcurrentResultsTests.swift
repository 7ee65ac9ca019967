import OTP
import ProcessTesting
import Testing

@Suite("concurrentResults", .timeLimit(.minutes(1)))
struct ConcurrentResultsTests {
    private let trapping = ProcessOptions(trapsExits: true)

    private static func double(_ number: Int) async throws -> Int {
        number * 2
    }

    private static func add(_ number: Int, _ other: Int) -> Int {
        number + other
    }

    @Test("TASK-057 TASK-058 TASK-059 it runs one task for each element, which is the argument of a function")
    func results() async throws {
        try await withTestWorld { world in
            try await withProcess { _ in
                let processes = Probe<ProcessID?>()
                let doubled = try (1...4).concurrentResults { number in
                    processes.record(ProcessContext.current?.id)
                    return number * 2
                }
                #expect(processes.recorded.isEmpty)
                #expect(try await doubled.map { try $0.get() }.all() == [2, 4, 6, 8])
                #expect(Set(try await processes.next(4)).count == 4)
                #expect(try await [1, 2].concurrentResults(Self.double).all() == [.success(2), .success(4)])
                #expect(try await [1, 2].concurrentResults { Self.add($0, 10) }.all() == [.success(11), .success(12)])
            }
        }
    }

    @Test("TASK-057 it does the same for elements that come in time")
    func asyncInput() async throws {
        try await withTestWorld { world in
            let (input, continuation) = AsyncStream.makeStream(of: Int.self)
            var results = try input.concurrentResults(Self.double).makeAsyncIterator()
            continuation.yield(1)
            #expect(try await results.next() == .success(2))
            continuation.yield(2)
            continuation.yield(3)
            #expect(try await results.next() == .success(4))
            #expect(try await results.next() == .success(6))
            continuation.finish()
            #expect(try await results.next() == nil)
            #expect(try await results.next() == nil)
        }
    }

    @Test("TASK-057 no elements have no results")
    func empty() async throws {
        #expect(try await [Int]().concurrentResults(Self.double).all().isEmpty)
        let nothing = AsyncStream<Int> { $0.finish() }
        #expect(try await nothing.concurrentResults(Self.double).all().isEmpty)
    }

    @Test("TASK-060 no more tasks run at the same time than it may have", arguments: [1, 2, 3])
    func maxConcurrency(limit: Int) async throws {
        try await withTestWorld { world async throws in
            let started = Probe<Int>()
            let gates = (0..<6).map { _ in Probe<Void>() }
            let consumer = spawn { _ in
                let results = try (0..<6).concurrentResults(maxConcurrency: limit) { number in
                    started.record(number)
                    await gates[number].nextDespiteCancellation()
                }
                for try await _ in results {}
            }
            #expect(Set(try await started.next(limit)) == Set(0..<limit))
            for number in 0..<6 {
                #expect(started.recorded.isEmpty)
                gates[number].record(())
                if number + limit < 6 { #expect(try await started.next() == number + limit) }
            }
            #expect(await consumer.id.exitReason() == .normal)
        }
    }

    @Test("TASK-060 unless told otherwise it may have as many tasks as there are processors")
    func defaultConcurrency() async throws {
        try await withTestWorld { world async throws in
            let started = Probe<Int>()
            let consumer = spawn { _ in
                for try await _ in try (0..<1000).concurrentResults({ number in
                    started.record(number)
                    try await waitForEver()
                }) {}
            }
            await world.settle()
            #expect(started.recorded.count == OSThread.processorCount)
            consumer.id.kill()
        }
    }

    @Test("TASK-061 results come in the order of the elements, even if the first takes longest")
    func ordered() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let results = try (0..<3).concurrentResults(maxConcurrency: 3) { number in
                if number == 0 { await gate.nextDespiteCancellation() } else if number == 2 { gate.record(()) }
                return number
            }
            #expect(try await results.all() == [.success(0), .success(1), .success(2)])
        }
    }

    @Test("TASK-062 unordered results come as they are ready")
    func unordered() async throws {
        try await withTestWorld { world in
            let gates = (0..<3).map { _ in Probe<Void>() }
            let input = try (0..<3).concurrentResults(maxConcurrency: 3, ordered: false) { number in
                await gates[number].nextDespiteCancellation()
                return number
            }
            var results = input.makeAsyncIterator()
            for number in [2, 0, 1] {
                gates[number].record(())
                #expect(try await results.next() == .success(number))
            }
            #expect(try await results.next() == nil)
        }
    }

    @Test("TASK-063 a task that takes longer than five seconds ends the caller, and all tasks with it")
    func timeout() async throws {
        try await withTestWorld { world async throws in
            let started = Probe<ProcessID?>()
            let consumer = spawn { _ in
                let results = try (0..<2).concurrentResults(maxConcurrency: 2) { _ in
                    started.record(ProcessContext.current?.id)
                    try await waitForEver()
                }
                for try await _ in results {}
            }
            let processes = try await started.next(2)
            await world.timers(reach: 1)
            world.clock.advance(by: .milliseconds(4999))
            #expect(consumer.id.isAlive)
            world.clock.advance(by: .milliseconds(1))
            let error = TaskError.timedOut(after: .seconds(5), .concurrentResults)
            #expect(await consumer.id.exitReason() == .failed(error))
            for process in processes { #expect(await process?.exitReason() == .killed) }
        }
    }

    @Test("TASK-063 the time is counted for each task by itself")
    func timePerTask() async throws {
        try await withTestWorld { world async throws in
            let started = Probe<Int>()
            let gates = (0..<3).map { _ in Probe<Void>() }
            let consumer = spawn { _ in
                let results = try (0..<3).concurrentResults(maxConcurrency: 1, timeout: .seconds(2)) { number in
                    started.record(number)
                    await gates[number].nextDespiteCancellation()
                }
                for try await _ in results {}
            }
            for gate in gates {
                _ = try await started.next()
                await world.timers(reach: 1)
                world.clock.advance(by: .milliseconds(1500))
                gate.record(())
            }
            #expect(await consumer.id.exitReason() == .normal)
        }
    }

    @Test("TASK-064 a task that takes too long can be killed, and is a failure among the results")
    func killsSlowTask() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let last = Probe<ProcessID?>()
                let input = try (0..<3).concurrentResults(
                    maxConcurrency: 3,
                    timeout: .seconds(1),
                    onTimeout: .killTask
                ) { number in
                    if number == 1 { try await waitForEver() }
                    if number == 2 { last.record(ProcessContext.current?.id) }
                    return number
                }
                var results = input.makeAsyncIterator()
                #expect(try await results.next() == .success(0))
                _ = try await last.next()?.exitReason()
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(1))
                guard case .failure(let exit)? = try await results.next() else {
                    return #expect(Bool(false), "the second is a failure")
                }
                #expect(exit.isTimeout)
                #expect(exit.input == nil)
                #expect(exit.reason == .failed(TaskError.timedOut(after: .seconds(1), .concurrentResults)))
                #expect(try await results.next() == .success(2))
                #expect(try await results.next() == nil)
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-065 without a timeout tasks may take for ever")
    func noTimeout() async throws {
        try await withTestWorld { world async throws in
            let gate = Probe<Void>()
            let started = Probe<Void>()
            let consumer = spawn { _ in
                for try await _ in try [1].concurrentResults(
                    timeout: nil,
                    { _ in
                        started.record(())
                        await gate.nextDespiteCancellation()
                    }
                ) {}
            }
            try await started.next()
            #expect(world.system.pendingTimerCount == 0)
            world.clock.advance(by: .seconds(1_000_000))
            #expect(consumer.id.isAlive)
            gate.record(())
            #expect(await consumer.id.exitReason() == .normal)
        }
    }

    @Test("TASK-066 a failing task is a failure among the results when the caller traps exits")
    func failureTrapped() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { inbox in
                let results = try (0..<3).concurrentResults { number in
                    if number == 1 { throw Broken() }
                    return number
                }
                let all = try await results.all()
                #expect(all.map { try? $0.get() } == [0, nil, 2])
                #expect(all[1].reason() == .failed(Broken()))
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-066 a failing task ends a caller that does not trap exits, even one that catches errors")
    func failureEndsCaller() async throws {
        try await withTestWorld { world async throws in
            let reason = await end { _ in
                do {
                    for try await _ in try [1].concurrentResults({ _ in throw Broken() }) {}
                } catch {
                    try await waitForEver()
                }
            }
            #expect(reason == .failed(Broken()))
            let throwing = await end { _ in
                for try await _ in try [1].concurrentResults({ _ in throw Broken() }) {}
            }
            #expect(throwing == .failed(Broken()))
        }
    }

    @Test("TASK-066 a task that ends normally without a result ends nobody")
    func normalEnd() async throws {
        try await withTestWorld { world in
            try await withProcess { _ in
                let results = try [1].concurrentResults { _ in throw ExitReason.normal }
                #expect(try await results.map { $0.reason() }.all() == [.normal])
            }
        }
    }

    @Test("TASK-067 a failure carries its element when asked to, a timeout too")
    func zipsInput() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                let input = try ["good", "bad", "slow"].concurrentResults(
                    maxConcurrency: 3,
                    timeout: .seconds(1),
                    onTimeout: .killTask,
                    zipsInputOnExit: true
                ) { text in
                    if text == "bad" { throw Broken() }
                    if text == "slow" { try await waitForEver() }
                }
                var results = input.makeAsyncIterator()
                #expect(try await results.next()?.input() == nil)
                let bad = try await results.next()
                #expect(bad?.input() == "bad")
                #expect(bad?.reason() == .failed(Broken()))
                await world.timers(reach: 1)
                world.clock.advance(by: .seconds(1))
                let slow = try await results.next()
                #expect(slow?.input() == "slow")
            }
        }
    }

    @Test("TASK-068 TASK-069 numbers that make no sense are refused at the call")
    func badNumbers() async throws {
        for count in [0, -1] {
            #expect(throws: TaskError.maxConcurrencyNotPositive(count)) {
                try [1].concurrentResults(maxConcurrency: count, Self.double)
            }
            #expect(throws: TaskError.maxConcurrencyNotPositive(count)) {
                try AsyncStream<Int> { $0.finish() }.concurrentResults(maxConcurrency: count, Self.double)
            }
        }
        #expect(throws: TaskError.negativeTimeout(.seconds(-1))) {
            try [1].concurrentResults(timeout: .seconds(-1), onTimeout: .killTask, Self.double)
        }
    }
}
