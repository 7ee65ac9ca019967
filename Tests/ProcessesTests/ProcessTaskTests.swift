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

    /// Starts something in its end that asks, once the gate is open, as which process it runs.
    private final class Testator: Sendable {
        let gate: Probe<Void>
        let heir: Probe<ProcessID?>

        init(_ gate: Probe<Void>, _ heir: Probe<ProcessID?>) {
            self.gate = gate
            self.heir = heir
        }

        deinit { Self.makeHeir(gate, heir) }

        static func makeHeir(_ gate: Probe<Void>, _ heir: Probe<ProcessID?>) {
            Task {
                await gate.nextDespiteCancellation()
                heir.record(ProcessContext.current?.id)
            }
        }
    }

    /// A server that starts heirs in one callback or another.
    private struct Ancestor: GenServer {
        enum Place: CaseIterable {
            case initialize, asyncCast, endOfCast, terminate
        }

        let place: Place
        let gate: Probe<Void>
        let heir: Probe<ProcessID?>

        static func initialize(_ ancestor: Ancestor, _ context: Context<Ancestor>) async -> Ancestor? {
            if ancestor.place == .initialize { ancestor.makeHeir() }
            return ancestor
        }

        func terminate(_ reason: ExitReason, _ context: Context<Ancestor>) async {
            if place == .terminate { makeHeir() }
        }

        func makeHeir() {
            Testator.makeHeir(gate, heir)
        }

        struct Work: AsyncServerCast {
            let testator: Testator?
            let isSent: Probe<Void>

            func handle(_ ancestor: inout Ancestor, _ context: Context<Ancestor>) async {
                if ancestor.place == .asyncCast { ancestor.makeHeir() }
                // From then on the server alone holds the message.
                await isSent.nextDespiteCancellation()
            }
        }
    }

    /// Lets another process wait meanwhile, and expects that the heir runs as `process`.
    private func expectHeir(
        of process: ProcessID,
        _ gate: Probe<Void>,
        _ heir: Probe<ProcessID?>,
        in system: ProcessSystem
    ) async throws {
        let other = spawn(Int.self) { inbox in _ = try await inbox.receive() }
        await system.settle()
        gate.record(())
        let found = try await heir.next()
        #expect(found == process)
        other.send(1)
        #expect(await other.id.exitReason() == .normal)
    }

    @Test("serves no other while an heir runs that the end of what the process held has started")
    func staysWithHeirsOfEnds() async throws {
        try await withOneThread { system in
            let (gate, heir) = (Probe<Void>(), Probe<ProcessID?>())
            let process = spawn(Int.self) { [testator = Testator(gate, heir)] inbox in
                // Only this code holds it when the message comes.
                _ = try await inbox.receive()
                withExtendedLifetime(testator) {}
            }
            process.send(1)
            #expect(await process.id.exitReason() == .normal)
            try await expectHeir(of: process.id, gate, heir, in: system)
        }
    }

    @Test("serves no other while an heir of a server's callback runs", arguments: Ancestor.Place.allCases)
    private func staysWithHeirsOfServers(place: Ancestor.Place) async throws {
        try await withOneThread { system in
            let (gate, heir) = (Probe<Void>(), Probe<ProcessID?>())
            let server = try await Ancestor.start(Ancestor(place: place, gate: gate, heir: heir))
            let isSent = Probe<Void>()
            do {
                let testator = place == .endOfCast ? Testator(gate, heir) : nil
                server.cast(Ancestor.Work(testator: testator, isSent: isSent))
            }
            isSent.record(())
            await system.settle()
            if place == .terminate { try await server.stop() }
            try await expectHeir(of: server.id, gate, heir, in: system)
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

    @Test("goes on, too, when the thread on which it began has ended with its process")
    func endedThread() async throws {
        try await withTestWorld { _ async throws in
            for _ in 0..<20 {
                let gate = Probe<Void>()
                let seen = Probe<ExitReason?>()
                let observed = spawn { _ in await gate.nextDespiteCancellation() }
                let process = spawn(options: ProcessOptions(executor: .dedicatedThread)) { _ in
                    Task.immediateDetached { seen.record(await observed.id.exitReason()) }
                }
                #expect(await process.id.exitReason() == .normal)
                gate.record(())
                #expect(try await seen.next() == .normal)
            }
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
