import OTP
import ProcessTesting
import Testing

@Suite("An agent", .timeLimit(.minutes(1)))
struct AgentTests {
    @Test("ends when it is stopped")
    func stops() async throws {
        try await withTestWorld { _ in
            let agent = try await Agent<Int>.start({ 1 })
            try await agent.stop()
            #expect(!agent.isAlive)
        }
    }
}
