import Glibc
import NodeLogging
import OTP
import ProcessTesting
import Processes
import Supervision
import Testing

@Suite("A thousand servers that crash at random", .timeLimit(.minutes(5)))
struct CrashStormTests {
    /// Half a minute when the environment asks for a soak, else so many crashes.
    private static let duration: Duration? = getenv("SOAK") == nil ? nil : .seconds(30)
    private static let crashes = 3_000
    private static let clients = 8

    @Test("under trees of every strategy: the trees end in their shape, and no process, call or state is left")
    func storm() async throws {
        let seed = getenv("STORM_SEED").flatMap { UInt64(String(cString: $0)) } ?? .random(in: 0 ... .max)
        print("crash storm with STORM_SEED=\(seed)")
        let system = ProcessSystem(log: Log("storm", to: NoLog()))
        try await system.run {
            let storm = Storm(seed: seed)
            let root = try await Supervisor.startLink(StormTree.root(storm))
            let before = system.count
            #expect(before == 1 + StormTree.supervisors + StormTree.servers)
            try await StormTree.check(root)
            await run(storm, seed)
            await system.settle()
            // Replies that servers keep are answered when these end, and only then.
            #expect(system.count == before)
            try await StormTree.check(root)
            try await root.stop()
            await storm.waitForCalls()
            await system.settle()
            #expect(system.count == 0 && system.lingering.isEmpty)
            #expect(system.registeredNames.isEmpty)
            #expect(storm.states.withLock { $0 } == 0)
            let figures = storm.figures.withLock { $0 }
            #expect(figures.callsMade == figures.callsEnded)
            #expect(figures.crashes >= Self.crashes)
            print("crash storm: \(figures)")
        }
    }

    /// Lets clients strike, each now and then, until there were enough crashes, or the time is over.
    private func run(_ storm: Storm, _ seed: UInt64) async {
        let end = Self.duration.map { ProcessSystem.shared.now.advanced(by: $0) }
        let clients = (0..<Self.clients).map { client in
            spawn { inbox in
                var random = SplitMix(seed: seed &+ UInt64(client))
                while await storm.strike(&random) < Self.crashes || end.map({ ProcessSystem.shared.now < $0 }) ?? false
                {
                    try await inbox.process.sleep(for: .microseconds(Int.random(in: 0..<4000, using: &random)))
                }
            }
        }
        for client in clients { _ = await client.id.exitReason() }
    }

    /// A crash is logged several times, and nobody wants to read it.
    private struct NoLog: LogSink {
        let level = LogLevel.critical
        func write(_ entry: LogEntry) {}
    }
}
