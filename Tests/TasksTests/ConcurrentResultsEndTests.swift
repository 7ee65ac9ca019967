import OTP
import ProcessTesting
import Synchronization
import Testing

@Suite("The end of concurrentResults", .timeLimit(.minutes(1)))
struct ConcurrentResultsEndTests {
    /// Counts the elements that were taken, and notes when nobody takes any more.
    private final class Source: Sequence, IteratorProtocol {
        let taken: Probe<Int>
        let cleanedUp: Probe<String>
        private var number = -1

        init(_ taken: Probe<Int>, _ cleanedUp: Probe<String>) {
            self.taken = taken
            self.cleanedUp = cleanedUp
        }

        deinit {
            cleanedUp.record("input")
        }

        func next() -> Int? {
            number += 1
            taken.record(number)
            return number
        }
    }

    /// Waits until it is to end, unless it is for the first element.
    private static func firstOnly(_ number: Int, _ started: Probe<ProcessID?>) async throws -> Int {
        started.record(ProcessContext.current?.id)
        if number > 0 { try await waitForEver() }
        return number
    }

    @Test("TASK-070 taking only some results ends the other tasks, and leaves no links and no messages")
    func takingSome() async throws {
        try await withTestWorld { world in
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                let started = Probe<ProcessID?>()
                for try await result in try (0..<100).concurrentResults(
                    maxConcurrency: 4,
                    { number in
                        try await Self.firstOnly(number, started)
                    }
                ) {
                    #expect(result == .success(0))
                    break
                }
                for process in started.recorded { #expect(process?.isAlive == false) }
                await world.waitForLingering()
                #expect(world.system.list == [inbox.process.id])
                #expect(inbox.process.id.info?.links == [])
                #expect(inbox.process.id.mailCount == 0)
                #expect(world.system.pendingTimerCount == 0)
            }
        }
    }

    @Test("TASK-071 TASK-072 elements are taken as they are needed, and both sides clean up when the consumer stops")
    func lazyInput() async throws {
        try await withTestWorld { world in
            let taken = Probe<Int>()
            let cleanedUp = Probe<String>()
            func consume() async throws {
                defer { cleanedUp.record("consumer") }
                var count = 0
                for try await _ in try Source(taken, cleanedUp).concurrentResults(maxConcurrency: 3, { $0 }) {
                    count += 1
                    #expect(taken.recorded.count <= count + 3)
                    if count == 5 { break }
                }
            }
            try await consume()
            #expect(taken.recorded.count <= 8)
            #expect(try await cleanedUp.next(2).sorted() == ["consumer", "input"])
        }
    }

    @Test("TASK-071 nothing is taken before the first result is asked for")
    func nothingAhead() async throws {
        try await withTestWorld { world in
            let taken = Probe<Int>()
            let results = try Source(taken, Probe()).concurrentResults(maxConcurrency: 2) { $0 }
            var iterator = results.makeAsyncIterator()
            #expect(taken.recorded.isEmpty)
            #expect(try await iterator.next() == .success(0))
            #expect(taken.recorded.count <= 3)
        }
    }

    @Test("TASK-071 elements that come in time are taken as they are needed, too, and no longer than needed")
    func lazyAsyncInput() async throws {
        try await withTestWorld { world in
            let taken = Probe<Int>()
            let over = Probe<Void>()
            let (input, continuation) = AsyncStream.makeStream(of: Int.self)
            continuation.onTermination = { _ in over.record(()) }
            for number in 0..<100 { continuation.yield(number) }
            var count = 0
            for try await _ in try input.concurrentResults(
                maxConcurrency: 2,
                { number in
                    taken.record(number)
                    return number
                }
            ) {
                count += 1
                #expect(taken.recorded.count <= count + 2)
                if count == 5 { break }
            }
            await world.settle()
            #expect(taken.recorded.count <= 7)
            #expect(world.system.list.isEmpty)
        }
    }

    @Test("TASK-071 an input that waits for its next element is cancelled when the consumer stops")
    func waitingInput() async throws {
        try await withTestWorld { world in
            let over = Probe<Void>()
            let (input, continuation) = AsyncStream.makeStream(of: Int.self)
            continuation.onTermination = { _ in over.record(()) }
            continuation.yield(1)
            for try await result in try input.concurrentResults({ number in number }) {
                #expect(result == .success(1))
                break
            }
            try await over.next()
            await world.waitForLingering()
            #expect(world.system.list.isEmpty)
        }
    }

    private struct Interrupted: AsyncSequence, AsyncIteratorProtocol, Sendable {
        var number = 0

        func makeAsyncIterator() -> Interrupted { self }

        mutating func next() async throws -> Int? {
            number += 1
            guard number < 3 else { throw Broken(number: number) }
            return number
        }
    }

    @Test("an input that throws ends the tasks and the stream with that error")
    func throwingInput() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let started = Probe<ProcessID?>()
                await #expect(throws: TaskError.inputFailed(Broken(number: 3))) {
                    for try await _ in try Interrupted().concurrentResults(
                        maxConcurrency: 5,
                        { number in
                            try await Self.firstOnly(number, started)
                        }
                    ) {}
                }
                for process in started.recorded { #expect(process?.isAlive == false) }
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-073 it can be run by another process than the one that made it")
    func runElsewhere() async throws {
        try await withTestWorld { world in
            let results = Probe<[Int]>()
            try await withProcess { _ in
                let stream = try (0..<3).concurrentResults { $0 }
                let other = spawn { _ in results.record(try await stream.map { try $0.get() }.all()) }
                #expect(await other.id.exitReason() == .normal)
            }
            #expect(try await results.next() == [0, 1, 2])
        }
    }

    @Test("TASK-074 two of them consumed step by step do not mix their results")
    func zipped() async throws {
        try await withTestWorld { world in
            try await withProcess { _ in
                var numbers = try (0..<20).concurrentResults(maxConcurrency: 4) { $0 }.makeAsyncIterator()
                var texts = try (0..<20).concurrentResults(maxConcurrency: 3, ordered: true) { "\($0)" }
                    .makeAsyncIterator()
                for number in 0..<20 {
                    #expect(try await numbers.next() == .success(number))
                    #expect(try await texts.next() == .success("\(number)"))
                }
                #expect(try await numbers.next() == nil)
                #expect(try await texts.next() == nil)
            }
        }
    }

    @Test("TASK-075 ends of other processes do not confuse it, and stay in the mailbox")
    func foreignDown() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let (other, monitor) = inbox.process.spawnMonitored { _ in throw ExitReason.shutdown }
                _ = await other.id.exitReason()
                #expect(inbox.process.id.mailCount == 1)
                let results = try (0..<3).concurrentResults { $0 }
                #expect(try await results.all() == [.success(0), .success(1), .success(2)])
                #expect(try await inbox.receiveDown(monitor) == .shutdown)
            }
        }
    }

    @Test("TASK-076 the callers of its tasks begin with the process that runs it")
    func callers() async throws {
        try await withTestWorld { world in
            let seen = Probe<[ProcessID]?>()
            try await withProcess { inbox in
                let stream = try [1].concurrentResults { _ in seen.record(ProcessContext.current?.callers) }
                let runner = spawn { _ in for try await _ in stream {} }
                #expect(try await seen.next() == [runner.id])
                _ = await runner.id.exitReason()
            }
        }
    }

    @Test("TASK-077 a failure in the consumer ends all tasks before it goes on")
    func consumerFails() async throws {
        try await withTestWorld { world in
            try await withProcess { _ in
                let started = Probe<ProcessID?>()
                do {
                    for try await _ in try (0..<100).concurrentResults(
                        maxConcurrency: 4,
                        { number in
                            try await Self.firstOnly(number, started)
                        }
                    ) {
                        throw Broken()
                    }
                } catch {
                    #expect(error as? Broken == Broken())
                    #expect(started.recorded.count >= 1)
                    for process in started.recorded { #expect(process?.isAlive == false) }
                }
            }
        }
    }

    @Test("TASK-077 the tasks end with a consumer that is killed")
    func consumerIsKilled() async throws {
        try await withTestWorld { world async throws in
            let started = Probe<ProcessID?>()
            let consumer = spawn { _ in
                for try await _ in try (1...2).concurrentResults(
                    maxConcurrency: 2,
                    { number in
                        try await Self.firstOnly(number, started)
                    }
                ) {}
            }
            let processes = try await started.next(2)
            consumer.id.kill()
            for process in processes { #expect(await process?.exitReason() == .killed) }
        }
    }

    @Test("a consumer that is cancelled ends its tasks, and says so")
    func consumerIsCancelled() async throws {
        try await withTestWorld { world async throws in
            let started = Probe<ProcessID?>()
            let consumer = Task {
                for try await _ in try [1].concurrentResults({ try await Self.firstOnly($0, started) }) {}
            }
            let process = try await started.next()
            consumer.cancel()
            await #expect(throws: TaskError.cancelled(.concurrentResults)) { try await consumer.value }
            #expect(process?.isAlive == false)
        }
    }
}
