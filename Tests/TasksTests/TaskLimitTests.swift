import OTP
import ProcessTesting
import Synchronization
import Testing

/// On the real clock: what is measured is time.
@Suite("The limits of tasks that ignore cancellation", .serialized, .timeLimit(.minutes(1)))
struct TaskLimitTests {
    /// Work that does not care about cancellation.
    struct Stubborn: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let options: ProcessOptions
        fileprivate let work: @Sendable (Release) async -> Void

        /// Waits for something else.
        static let waiting = Stubborn(testDescription: "a task that waits", options: ProcessOptions()) { release in
            release.started.record(())
            await release.gate.nextDespiteCancellation()
        }

        /// Keeps a thread busy, one of its own, because other tests use the common ones.
        static let computing = Stubborn(
            testDescription: "a task that computes",
            options: ProcessOptions(executor: .dedicatedThread)
        ) { release in
            release.started.record(())
            while !release.isReleased.load(ordering: .relaxed) {}
        }
    }

    /// Lets stubborn work come to its end.
    fileprivate final class Release: Sendable {
        let isReleased = Atomic(false)
        let started = Probe<Void>()
        let gate = Probe<Void>()

        func release() {
            isReleased.store(true, ordering: .relaxed)
            gate.record(())
        }
    }

    private static let limit = Duration.milliseconds(50)
    private static let tolerance = Duration.milliseconds(20)

    /// The least that a wait went past its limit; other work on the machine can delay single attempts.
    private func excess(_ wait: @escaping @Sendable (Release) async throws -> Duration) async throws -> Duration {
        var least = Duration.seconds(1_000)
        for _ in 0..<5 where least > Self.tolerance {
            let release = Release()
            defer { release.release() }
            let times = Probe<Result<Duration, any Error>>()
            spawn { _ in
                do { times.record(.success(try await wait(release))) } catch { times.record(.failure(error)) }
            }
            least = min(least, try await times.next().get() - Self.limit)
        }
        return least
    }

    @Test(
        "a wait for a value returns when its time is over, and not 20 ms later",
        arguments: [Stubborn.waiting, .computing]
    )
    func value(stubborn: Stubborn) async throws {
        let excess = try await excess { release async throws in
            let task = SupervisedTask.linked(options: stubborn.options) { await stubborn.work(release) }
            try await release.started.next()
            defer { _ = try? task.ignore() }
            return await ContinuousClock().measure {
                await #expect(throws: TaskError.timedOut(after: Self.limit, .value(task.process))) {
                    try await task.value(within: Self.limit)
                }
            }
        }
        #expect(excess <= Self.tolerance)
    }

    @Test("a shutdown returns when its time is over, and not 20 ms later", arguments: [Stubborn.waiting, .computing])
    func shutdown(stubborn: Stubborn) async throws {
        let excess = try await excess { release async throws in
            let task = SupervisedTask.linked(options: stubborn.options) { await stubborn.work(release) }
            try await release.started.next()
            let clock = ContinuousClock()
            let start = clock.now
            #expect(try await task.shutdown(.after(Self.limit))?.endReason == .killed)
            return clock.now - start
        }
        #expect(excess <= Self.tolerance)
    }

    @Test("a result of concurrentResults comes when its time is over, and not 20 ms later")
    func stream() async throws {
        let excess = try await excess { release async throws in
            let clock = ContinuousClock()
            let start = clock.now
            let results = try [1].concurrentResults(timeout: Self.limit, onTimeout: .killTask) { _ in
                await Stubborn.waiting.work(release)
            }
            for try await result in results { #expect(result.isTimeout()) }
            return clock.now - start
        }
        #expect(excess <= Self.tolerance)
    }
}
