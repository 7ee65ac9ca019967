import HostSystem
import TestSupport
import Testing

@Suite("Code that blocks", .ownThread, .timeLimit(.minutes(2)))
struct FaultIsolationTests {
    /// What `FaultFixture block` prints: for each kind, how often it happened and the worst delay in microseconds.
    private func measure() throws -> [String: (count: Int, worst: Int)] {
        let result = try runProgram(try BuiltProducts.program("FaultFixture"), ["block"])
        let lines = result.outputText.split(separator: "\n").map { $0.split(separator: " ") }
        var delays: [String: (count: Int, worst: Int)] = [:]
        for line in lines where line.count == 3 {
            delays[String(line[0])] = (Int(line[1]) ?? 0, Int(line[2]) ?? .max)
        }
        return delays
    }

    @Test("every thread of both pools, delays nothing of a server with its own thread, nor a restart, by 50 ms")
    func blockedPools() throws {
        let kinds = ["answer", "call", "restart", "timer"]
        // A blocked pool would delay all of these by two seconds in every attempt. What a busy machine adds is chance, and
        // does not come three times.
        var attempts: [String] = []
        for _ in 0..<3 {
            let delays = try measure()
            attempts.append(delays.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            for kind in ["canary-processes", "canary-tasks"] {
                let worst = delays[kind]?.worst ?? 0
                #expect(worst > 1_500_000, "the pool was not blocked: \(attempts)")
            }
            #expect(Set(delays.keys) == Set(kinds + ["canary-processes", "canary-tasks"]))
            for kind in kinds {
                let count = delays[kind]?.count ?? 0
                #expect(count >= 10, "\(kind) was hardly measured: \(attempts)")
            }
            if kinds.allSatisfy({ delays[$0]?.worst ?? .max <= 50_000 }) {
                print("delays in microseconds while both pools are blocked: \(attempts.last ?? "")")
                return
            }
        }
        Issue.record("delayed by more than 50 ms: \(attempts)")
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
