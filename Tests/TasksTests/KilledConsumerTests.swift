import OTP
import ProcessTesting
import Processes
import Testing

@Suite("A consumer of concurrentResults that is killed", .timeLimit(.minutes(1)))
struct KilledConsumerTests {
    /// Kills a consumer so that its own code leaves the loop before anybody else hears of its end.
    ///
    /// Its mailbox is emptied in between, and a message there does not go before the loop is left.
    private func kill(
        consuming loop: @escaping @Sendable () async throws -> Void,
        after isRunning: () async throws -> Void
    ) async throws {
        let (ref, release) = {
            let brake = Brake()
            let release = brake.release
            let ref = spawn(Brake.self) { _ in
                defer { release() }
                try await loop()
            }
            ref.send(brake)
            return (ref, release)
        }()
        defer { release() }
        try await isRunning()
        let hasKilled = Probe<Void>()
        OSThread.start(named: "killer") {
            ref.id.kill()
            hasKilled.record(())
        }
        try await hasKilled.next()
    }

    private func work(_ started: Probe<ProcessID?>) -> @Sendable (Int) async throws -> Void {
        { _ in
            started.record(ProcessContext.current?.id)
            try await waitForEver()
        }
    }

    @Test("ends its tasks also when its own code is the first to leave the loop", arguments: [true, false])
    func tasks(supervised: Bool) async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let before = world.system.count
            let started = Probe<ProcessID?>()
            let work = work(started)
            try await kill {
                let results =
                    supervised
                    ? try tasks.concurrentResultsNolink(of: 0..<2, maxConcurrency: 2, work)
                    : try (0..<2).concurrentResults(maxConcurrency: 2, work)
                for try await _ in results {}
            } after: {
                _ = try await started.next(2)
            }
            await world.waitForLingering()
            await world.settle()
            #expect(world.system.count == before)
        }
    }

    @Test("ends the process that takes its inputs, too")
    func inputs() async throws {
        try await withTestWorld { world in
            let started = Probe<ProcessID?>()
            let (input, continuation) = AsyncStream.makeStream(of: Int.self)
            continuation.yield(1)
            let work = work(started)
            try await kill {
                for try await _ in try input.concurrentResults(work) {}
            } after: {
                _ = try await started.next()
            }
            await world.waitForLingering()
            #expect(world.system.count == 0)
            continuation.finish()
        }
    }
}
