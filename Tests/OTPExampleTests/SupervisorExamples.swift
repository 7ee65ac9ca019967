import OTP
import ProcessTesting
import Testing

// snippet.runnable
struct Reporter: Runnable {
    let subscribe: @Sendable () -> AsyncStream<String>

    func run() async throws {
        for await line in subscribe() { print(line) }
    }
}
// snippet.end

// snippet.module
enum UploadSupervisor: SupervisorModule {
    static func specification(_ limit: Int) -> SupervisorSpecification? {
        SupervisorSpecification(.oneForAll, maxRestarts: 10, within: .seconds(60)) {
            Quota.child(limit, name: .uploads)
            Heartbeat.child()
        }
    }
}
// snippet.end

@Suite("The examples of the article on supervisors", .timeLimit(.minutes(1)))
struct SupervisorExamples {
    private func start(_ load: @escaping @Sendable () async throws -> [String: Int]) async throws -> Supervisor {
        let subscribe: @Sendable () -> AsyncStream<String> = { AsyncStream { _ in } }
        let isMonitored = true
        // snippet.start
        let top = try await Supervisor.startLink(.restForOne) {
            Quota.child(10, name: .uploads)
            Store.child(load)
            ChildSpec(id: "heartbeat", restart: .transient, shutdown: .after(.seconds(2))) {
                try await Heartbeat.startLink()
            }
            if isMonitored {
                Reporter(subscribe: subscribe)
            }
        }
        // snippet.end
        return top
    }

    @Test("children start in order, and those after a failed one start again with it")
    func children() async throws {
        try await withTestWorld { _ in
            let top = try await start { ["answer": 42] }
            let before = try await top.children
            #expect(before.map(\.id) == ["Reporter", "heartbeat", "Store", "Quota"])
            let store = try #require(before[2].process)
            store.exit(.failed(Unknown(name: "disk")))
            _ = await store.exitReason()
            let after = try await top.children
            #expect(after.map(\.id) == before.map(\.id))
            #expect(zip(before, after).map { $0.process == $1.process } == [false, false, false, true])
            try await top.stop()
        }
    }

    @Test("a child is terminated, restarted and counted")
    func changes() async throws {
        try await withTestWorld { _ in
            let top = try await start { [:] }
            // snippet.change
            try await top.terminate("heartbeat")
            try await top.restart("heartbeat")
            let running = try await top.counts.active
            // snippet.end
            #expect(running == 4)
            try await top.stop()
        }
    }

    @Test("a supervisor in a supervisor has its children in a closure of its own")
    func nested() async throws {
        try await withTestWorld { _ in
            let load: @Sendable () async throws -> [String: Int] = { [:] }
            // snippet.nested
            let top = try await Supervisor.startLink(.oneForOne) {
                Store.child(load)
                Supervisor.child(.oneForAll, name: "upload") {
                    Quota.child(10, name: .uploads)
                    Heartbeat.child()
                }
            }
            let upload = try Supervisor(named: "upload")
            // snippet.end
            #expect(try await upload.children.map(\.id) == ["Heartbeat", "Quota"])
            #expect(try await top.children.map(\.id) == ["upload", "Store"])
            try await top.stop()
        }
    }

    @Test("the normal end of a significant child ends the supervisor and all others")
    func significant() async throws {
        try await withTestWorld { world in
            let load: @Sendable () async throws -> [String: Int] = { [:] }
            // snippet.significant
            let job = try await Supervisor.startLink(.oneForAll, autoShutdown: .anySignificant) {
                Heartbeat.child()
                ChildSpec(id: "work", restart: .transient, isSignificant: true) {
                    try await Store.startLink(load)
                }
            }
            // snippet.end
            let children = try await job.children
            let work = try #require(children.first { $0.id == "work" }?.process)
            #expect(try await job.counts.active == 2)
            try await ServerRef<Store>(work).stop()
            #expect(await job.id.exitReason() == .shutdown)
            #expect(world.system.count == 0)
        }
    }

    @Test("a type of its own makes the specification")
    func module() async throws {
        try await withTestWorld { _ in
            // snippet.start-module
            let uploads = try await Supervisor.startLink(UploadSupervisor.self, 10)
            // snippet.end
            #expect(try await uploads.counts.active == 2)
            #expect(try await ServerName<Quota>.uploads.call(Quota.Take(count: 10)))
            try await uploads.stop()
        }
    }
}
