import ProcessTesting
import Testing

@testable import Processes

@Suite("Settling", .timeLimit(.minutes(1)))
struct SettlingTests {
    @Test("a wait comes to its end when its task is cancelled, also when there is something new at each look")
    func alwaysSomethingNew() async throws {
        let quiescence = Quiescence()
        let looks = Probe<Void>()
        let waiting = Task {
            await quiescence.waitUntil {
                if looks.recorded.isEmpty { looks.record(()) }
                quiescence.note()
                return false
            }
        }
        try await looks.next()
        waiting.cancel()
        await waiting.value
    }

    @Test("a wait lets others run on its thread, who may cancel it, also when there is something new at each look")
    func leavesItsThread() async {
        let pool = ThreadPool(threads: 1, name: "test")
        defer { pool.shutDown() }
        let quiescence = Quiescence()
        let looks = Locked(0)
        let waiting = Task(executorPreference: pool) {
            await quiescence.waitUntil {
                let count = looks.withLock { looks in
                    looks += 1
                    return looks
                }
                if count < 100_000 { quiescence.note() }
                return count == 100_000
            }
        }
        let cancelling = Task(executorPreference: pool) { waiting.cancel() }
        await waiting.value
        await cancelling.value
        #expect(looks.withLock { $0 } < 100_000)
    }

    @Test("a wait is not over while others are still to hear of an end that came up behind its look at them")
    func endBehindTheLook() async throws {
        let quiescence = Quiescence()
        let looks = Locked(0)
        let hasLooked = Probe<Void>()
        let waiting = Task {
            await quiescence.wait {
                let isFirst = looks.withLock { looks in
                    looks += 1
                    return looks == 1
                }
                if isFirst {
                    quiescence.beganToEnd()
                    hasLooked.record(())
                }
                return []
            }
        }
        try await hasLooked.next()
        quiescence.ended()
        await waiting.value
        #expect(looks.withLock { $0 } > 1)
    }

    @Test("no function of a test's world outlives the test's time, also when a process never rests")
    func restless() async {
        await withTestWorld { world in
            let process = spawn(Int.self) { inbox in
                inbox.ref.send(0)
                while true { inbox.ref.send(try await inbox.receive()) }
            }
            let waits: [@Sendable () async -> Void] = [
                { await world.settle() }, { await world.advance(by: .seconds(1)) }, { await world.timers(reach: 9) },
                { await world.waitForMail(containing: "never", in: process.id) },
            ]
            let waiting = waits.map { wait in Task { await wait() } }
            for task in waiting { task.cancel() }
            for task in waiting { await task.value }
            #expect(process.id.isAlive)
        }
    }

    @Test("a server whose handler waits for time to pass has settled, and goes on when the clock does")
    func waitingHandler() async throws {
        try await withTestWorld { world in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            machine.cast(
                Machine.TellAsync { machine, context in
                    try await context.process.sleep(for: .seconds(2))
                    machine.events.record("slept")
                }
            )
            machine.cast(Machine.Note("message"))
            await world.settle()
            #expect(plan.events.recorded.isEmpty)
            await world.advance(by: .seconds(2))
            #expect(plan.events.recorded == ["slept", "message"])
        }
    }
}
