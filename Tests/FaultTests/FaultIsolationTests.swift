import HostSystem
import TestSupport
import Testing

@Suite("Code that blocks", .ownThread, .timeLimit(.minutes(2)))
struct FaultIsolationTests {
    @Test("every thread of both pools, delays nothing of a server with its own thread, nor a restart, by 50 ms")
    func blockedPools() throws {
        let kinds = ["answer", "call", "restart", "timer"]
        try Delays.expect("block", kinds, below: 50_000) { delays in
            for kind in ["canary-processes", "canary-tasks"] {
                let worst = delays.worst.removeValue(forKey: kind) ?? 0
                #expect(worst > 1_500_000, "the pool was not blocked: \(delays)")
            }
            for kind in kinds { #expect(delays.count[kind] ?? 0 >= 10, "\(kind) was hardly measured: \(delays)") }
        }
    }

    @Test("processes that want a thread of their own when the system has no more share those of the others")
    func noMoreThreads() throws {
        let result = try runProgram(try BuiltProducts.program("FaultFixture"), ["threads"])
        let lines = result.outputText.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let facts = Dictionary(lines.filter { $0.count == 2 }.map { ($0[0], Int($0[1]) ?? 0) }) { $1 }
        #expect(facts["answers"] == 300, "\(result)")
        #expect((2..<300).contains(facts["threads"] ?? 0), "\(result)")
        #expect(facts["left"] == 0)
    }
}
