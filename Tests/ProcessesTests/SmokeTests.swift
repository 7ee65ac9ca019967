import ProcessTesting
import Processes
import Testing

@Suite("A GenServer", .timeLimit(.minutes(1)))
struct SmokeTests {
    @Test(
        "GEN-003 GEN-028 GEN-040 GEN-046 start waits for initialize, a call gets its answer, a cast changes the state"
    )
    func callsAndCasts() async throws {
        try await withTestWorld { _ in
            let stack = try await Stack.start([1, 2])
            #expect(try await stack.call(Stack.Pop()) == 2)
            stack.cast(Stack.Push(item: 7))
            #expect(try await stack.call(Stack.Items()) == [1, 7])
            try await stack.stop()
            #expect(!stack.isAlive)
        }
    }

    @Test("PROC-001 PROC-003 a spawned process runs, and its end is told to its monitor")
    func monitors() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let (_, monitor) = inbox.process.spawnMonitored { _ in throw ExitReason.shutdown }
                let reason = try await inbox.receiveDown(monitor)
                #expect(reason == .shutdown)
            }
        }
    }
}
