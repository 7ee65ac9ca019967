import OTP
import ProcessTesting
import Testing

@Suite("The examples of the article on partition supervisors", .timeLimit(.minutes(1)))
struct PartitionSupervisorExamples {
    @Test("a key always leads to the same of several servers, and a number to each")
    func keys() async throws {
        try await withTestWorld { _ in
            // snippet.partitions
            let quotas = try await PartitionSupervisor.startLink(partitions: 4) { _ in
                try await Quota.startLink(10)
            }
            let isGranted = try await quotas["alice"].call(Quota.Take(count: 1))
            // snippet.end
            #expect(isGranted)
            #expect(try await quotas["alice"].sys.state().left == 9)
            // snippet.all-partitions
            for partition in 0..<4 {
                try quotas[partition].cast(Quota.Refill(count: 5))
            }
            // snippet.end
            var left = 0
            for partition in 0..<4 { left += try await quotas[partition].sys.state().left }
            #expect(left == 4 * 15 - 1)
            try await quotas.stop()
        }
    }

    @Test("dynamic supervisors share the work of starting children")
    func supervisors() async throws {
        try await withTestWorld { _ in
            // snippet.partitioned-supervisors
            let sessions = try await PartitionSupervisor.startLink(partitions: 4, kind: .supervisor) { _ in
                try await DynamicSupervisor.startLink()
            }
            let session = try await sessions["alice"].start(Quota.child(10))
            // snippet.end
            #expect(session?.id.isAlive == true)
            #expect(try await sessions["alice"].counts.active == 1)
            try await sessions.stop()
        }
    }
}
