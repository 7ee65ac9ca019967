import OTP
import ProcessTesting
import Testing

// snippet.agent-name
extension ServerName<Agent<[String: Int]>> {
    static var hits: Self { "hits" }
}
// snippet.end

@Suite("The examples of the article on agents", .timeLimit(.minutes(1)))
struct AgentExamples {
    @Test("an agent counts")
    func counter() async throws {
        try await withTestWorld { _ in
            // snippet.agent
            let counter = try await Agent.startLink { 0 }
            try await counter.update { $0 += 1 }
            let count = try await counter.get { $0 }
            // snippet.end
            #expect(count == 1)
        }
    }

    @Test("an agent is a child, and has a name")
    func child() async throws {
        try await withTestWorld { _ in
            // snippet.agent-child
            let top = try await Supervisor.startLink(.oneForOne) {
                Agent.child(name: .hits) { [String: Int]() }
            }
            let before = try await ServerName.hits.getAndUpdate { hits in
                defer { hits["/", default: 0] += 1 }
                return hits["/", default: 0]
            }
            // snippet.end
            #expect(before == 0)
            #expect(try await ServerName.hits.get { $0["/"] } == 1)
            try await top.stop()
        }
    }
}
