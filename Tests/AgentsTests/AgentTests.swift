import OTP
import ProcessTesting
import Testing

@Suite("An agent", .timeLimit(.minutes(1)))
struct AgentTests {
    private struct Broken: Error, Equatable {}

    /// A state that cannot be sent anywhere.
    private final class Account {
        var balance = 0
    }

    private static func sum(_ state: Int, _ one: Int, _ other: Int) -> Int {
        state * 100 + one * 10 + other
    }

    private static func add(_ state: inout Int, _ amount: Int) {
        state += amount
    }

    private static func exchange(_ state: inout Int, _ new: Int) -> Int {
        defer { state = new }
        return state
    }

    @Test("AGENT-002 functions with arguments get the state before them")
    func arguments() async throws {
        try await withTestWorld { _ in
            let agent = try await Agent.start { 4 }
            #expect(try await agent.get(applying: Self.sum, 2, 3) == 423)
            try await agent.update(applying: Self.add, 6)
            #expect(try await agent.getAndUpdate(applying: Self.exchange, 1) == 10)
            agent.cast(applying: Self.add, 8)
            #expect(try await agent.get { $0 } == 9)
        }
    }

    @Test("AGENT-007 AGENT-008 AGENT-009 get reads, update changes, getAndUpdate does both, in the agent")
    func functions() async throws {
        try await withTestWorld { _ in
            let agent = try await Agent.start { [1, 2] }
            #expect(try await agent.get { $0.count } == 2)
            #expect(try await agent.get { _ in ProcessContext.current?.id } == agent.id)
            try await agent.update { $0.append(3) }
            #expect(try await agent.getAndUpdate { $0.removeFirst() } == 1)
            #expect(try await agent.get { $0 } == [2, 3])
        }
    }

    @Test("a state that is not Sendable stays in its agent")
    func isolatedState() async throws {
        try await withTestWorld { _ in
            let agent = try await Agent.start { Account() }
            try await agent.update { $0.balance += 5 }
            #expect(try await agent.get { $0.balance } == 5)
        }
    }

    @Test("AGENT-011 a cast goes on at once, to a busy agent and to nobody")
    func casts() async throws {
        try await withTestWorld { _ in
            let agent = try await Agent.start { 0 }
            try await agent.id.sys.suspend()
            agent.cast { $0 += 1 }
            try await agent.id.sys.resume()
            #expect(try await agent.get { $0 } == 1)
            ServerName<Agent<Int>>("nobody").cast { $0 += 1 }
            try await agent.stop()
            agent.cast { $0 += 1 }
        }
    }

    @Test("AGENT-012 stop ends it with a reason, waits, and frees the name")
    func stops() async throws {
        try await withTestWorld { world in
            let first = try await Agent.start(name: "store") { 0 }
            try await first.stop()
            #expect(await first.id.exitReason() == .normal)
            #expect(world.system.process(named: "store") == nil)
            let second = try await Agent.start(name: "store") { 0 }
            try await second.stop(.shutdown, timeout: .seconds(1))
            #expect(await second.id.exitReason() == .shutdown)
        }
    }

    @Test("AGENT-013 a function that throws ends the agent, and its caller is told why")
    func throwing() async throws {
        try await withTestWorld { _ in
            let reason = ExitReason.failed(Broken())
            for number in 0..<3 {
                let agent = try await Agent.start { 0 }
                await #expect(throws: CallError.exited(reason)) {
                    switch number {
                    case 0: _ = try await agent.get { _ -> Int in throw Broken() }
                    case 1: try await agent.update { _ in throw Broken() }
                    default: _ = try await agent.getAndUpdate { _ -> Int in throw Broken() }
                    }
                }
                #expect(await agent.id.exitReason() == reason)
            }
        }
    }

    @Test("AGENT-014 a timeout and a missing agent are thrown as in a server's call")
    func failures() async throws {
        try await withTestWorld { world in
            let agent = try await Agent.start { 0 }
            try await agent.id.sys.suspend()
            let late = Task { try await agent.get { $0 } }
            let short = Task { try await agent.update(timeout: .seconds(1)) { $0 += 1 } }
            await world.timers(reach: 2)
            world.clock.advance(by: .seconds(1))
            await #expect(throws: CallError.timedOut(after: .seconds(1))) { try await short.value }
            world.clock.advance(by: .seconds(4))
            await #expect(throws: CallError.timedOut(after: .seconds(5))) { try await late.value }
            try await agent.id.sys.resume()
            #expect(try await agent.get { $0 } == 1)
            try await agent.stop()
            await #expect(throws: CallError.noProcess) { try await agent.get { $0 } }
            let nobody: ServerName<Agent<Int>> = "nobody"
            await #expect(throws: CallError.noProcess) { try await nobody.update { $0 += 1 } }
        }
    }

    @Test("AGENT-015 functions are applied one after another, in the order of arrival")
    func order() async throws {
        try await withTestWorld { _ in
            let agent = try await Agent.start { [Int]() }
            for number in 0..<100 {
                if number.isMultiple(of: 3) {
                    try await agent.update { $0.append(number) }
                } else {
                    agent.cast { $0.append(number) }
                }
            }
            #expect(try await agent.get { $0 } == Array(0..<100))
        }
    }

    @Test("AGENT-020 an update counts as one message in and one out")
    func statistics() async throws {
        try await withTestWorld { _ in
            let agent = try await Agent.start { 0 }
            try await agent.id.sys.countStatistics(true)
            try await agent.update { $0 += 1 }
            let statistics = try #require(try await agent.id.sys.statistics())
            #expect(statistics.messagesIn == 1 && statistics.messagesOut == 1)
        }
    }
}
