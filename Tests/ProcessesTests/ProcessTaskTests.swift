import NodeLogging
import ProcessTesting
import Testing

@testable import Processes

@Suite("The task of a process", .timeLimit(.minutes(1)))
struct ProcessTaskTests {
    /// Runs a test where all processes have one thread, which keeps their tasks.
    private nonisolated(nonsending) func withOneThread(
        _ body: nonisolated(nonsending) (ProcessSystem) async throws -> Void
    ) async rethrows {
        let pool = ThreadPool(threads: 1, name: "test", isShared: true)
        let system = ProcessSystem(clock: nil, log: Log("processes"), lingeringLimit: .seconds(10), pool: pool)
        defer { pool.shutDown() }
        try await system.run { try await body(system) }
    }

    /// Runs a process to its end and gives the task it ran in; while that is held no other can take its place in memory.
    private func taskOfProcess(
        _ body: @escaping @Sendable () async -> Void = {}
    ) async throws -> Task<Void, Never> {
        let task = Probe<Task<Void, Never>?>()
        let process = spawn { inbox in
            let core = inbox.process.core
            task.record(core.lock.withLock { core.task })
            await body()
        }
        #expect(await process.id.exitReason() == .normal)
        return try #require(try await task.next())
    }

    @Test("serves the next one when nothing of the first is left")
    func isHandedOn() async throws {
        try await withOneThread { _ in
            let first = try await taskOfProcess()
            for _ in 0..<3 {
                let next = try await taskOfProcess { await Task.yield() }
                #expect(next == first)
            }
        }
    }

    @Test("serves no other while something that the process has started still runs as that process")
    func staysWithHeirs() async throws {
        try await withOneThread { _ in
            let gate = Probe<Void>()
            let heir = Probe<ProcessID?>()
            let parent = Probe<ProcessID?>()
            let task = try await taskOfProcess {
                Task {
                    await gate.nextDespiteCancellation()
                    heir.record(ProcessContext.current?.id)
                }
                parent.record(ProcessContext.current?.id)
            }
            for _ in 0..<3 {
                let next = try await taskOfProcess()
                #expect(next != task)
            }
            gate.record(())
            let id = try #require(try await parent.next())
            #expect(try await heir.next() == id)
        }
    }

    @Test("serves the next one when all that the process has started and waited for has ended")
    func isHandedOnAfterChildren() async throws {
        try await withOneThread { system in
            let first = try await taskOfProcess {
                async let one = ProcessContext.current?.id
                async let other = ProcessContext.current?.id
                let (here, children) = (ProcessContext.current?.id, await [one, other])
                #expect(here != nil && children == [here, here])
            }
            let next = try await taskOfProcess()
            #expect(next == first)
        }
    }

    @Test("serves no other once it was cancelled")
    func isNotHandedOnCancelled() async throws {
        try await withOneThread { _ in
            let first = try await taskOfProcess { withUnsafeCurrentTask { $0?.cancel() } }
            let next = try await taskOfProcess { #expect(!Task.isCancelled) }
            #expect(next != first)
        }
    }

    @Test("keeps nothing of a process that has ended")
    func holdsNothing() async throws {
        final class Treasure: Sendable {
            let released: Probe<Void>
            init(_ released: Probe<Void>) { self.released = released }
            deinit { released.record(()) }
        }
        try await withOneThread { _ in
            for _ in 0..<3 {
                let released = Probe<Void>()
                do {
                    let treasure = Treasure(released)
                    let process = spawn { _ in withExtendedLifetime(treasure) {} }
                    #expect(await process.id.exitReason() == .normal)
                }
                try await released.next()
            }
        }
    }
}

@Suite("Code that waits for a process", .timeLimit(.minutes(1)))
struct WaitingCodeTests {
    private actor Observer {
        private var seen = 0

        /// How many have ended, as far as this actor has noted.
        func wait(for process: ProcessID) async -> Int {
            let reason = await process.exitReason()
            assertIsolated()
            if reason == .normal { seen += 1 }
            return seen
        }
    }

    @Test("goes on as the actor that it is part of, inside of a process")
    func actorInProcess() async throws {
        try await withTestWorld { _ async throws in
            let gate = Probe<Void>()
            let seen = Probe<Int>()
            let observer = Observer()
            let observed = spawn { _ in await gate.nextDespiteCancellation() }
            for _ in 0..<3 { spawn { _ in seen.record(await observer.wait(for: observed.id)) } }
            gate.record(())
            #expect(try await seen.next(3).sorted() == [1, 2, 3])
        }
    }

    @Test("goes on as the main actor")
    @MainActor func mainActor() async throws {
        await withTestWorld { _ in
            let process = spawn(Int.self) { inbox in _ = try await inbox.receive() }
            process.send(1)
            #expect(await process.id.exitReason() == .normal)
            MainActor.assertIsolated()
        }
    }

    @Test("goes on where it prefers to run, though processes run elsewhere")
    func preferredExecutor() async throws {
        try await withTestWorld { _ async throws in
            let result = Probe<[Bool]>()
            let gate = Probe<Void>()
            let observed = spawn { _ in await gate.nextDespiteCancellation() }
            spawn { _ in
                await withTaskExecutorPreference(globalConcurrentExecutor) {
                    let before = Worker.current == nil
                    gate.record(())
                    _ = await observed.id.exitReason()
                    result.record([before, Worker.current == nil])
                }
            }
            // Whether it was on another thread than those of processes, before and after.
            #expect(try await result.next() == [true, true])
        }
    }
}
