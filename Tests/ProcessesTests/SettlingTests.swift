import ProcessTesting
import Processes
import Testing

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
}
