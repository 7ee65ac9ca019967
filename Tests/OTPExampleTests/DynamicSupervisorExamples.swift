import OTP
import ProcessTesting
import Testing

// snippet.module
enum UploadQuotas: DynamicSupervisorModule {
    static func specification(_ clients: Int) -> DynamicSupervisorSpecification? {
        DynamicSupervisorSpecification(maxChildren: clients, maxRestarts: 10, within: .seconds(60))
    }
}
// snippet.end

@Suite("The examples of the article on dynamic supervisors", .timeLimit(.minutes(1)))
struct DynamicSupervisorExamples {
    @Test("children are started on demand and ended by their process")
    func children() async throws {
        try await withTestWorld { _ in
            // snippet.on-demand
            let quotas = try await DynamicSupervisor.startLink(maxChildren: 1000)
            let spec = Quota.child(10).with { $0.restart = .temporary }
            let quota = try await quotas.start(spec)
            // snippet.end
            let process = try #require(quota).id
            #expect(try await quotas.counts.active == 1)
            // snippet.terminate
            try await quotas.terminate(process)
            // snippet.end
            #expect(try await quotas.children.isEmpty)
            try await quotas.stop()
        }
    }

    @Test("one child too many is refused")
    func limit() async throws {
        try await withTestWorld { _ in
            let printed = Probe<String>()
            let print = { (line: String) in printed.record(line) }
            let quotas = try await DynamicSupervisor.startLink(maxChildren: 0)
            let spec = Quota.child(10)
            // snippet.max-children
            do throws(SupervisorError) {
                try await quotas.start(spec)
            } catch .maxChildren(let limit) {
                print("\(limit) clients already; try again later")
            }
            // snippet.end
            #expect(printed.recorded == ["0 clients already; try again later"])
            try await quotas.stop()
        }
    }
    @Test("a type of its own says how to supervise")
    func module() async throws {
        try await withTestWorld { _ in
            // snippet.start-module
            let quotas = try await DynamicSupervisor.startLink(UploadQuotas.self, 1000, name: "quotas")
            // snippet.end
            #expect(try DynamicSupervisor(named: "quotas") == quotas)
            try await quotas.start(Quota.child(10))
            #expect(try await quotas.counts.active == 1)
            try await quotas.stop()
        }
    }
}
