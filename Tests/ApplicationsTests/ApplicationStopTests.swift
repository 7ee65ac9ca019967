import Applications
import Testing

@Suite("Stopping applications")
struct ApplicationStopTests {
    private func running(_ scenario: Scenario) async throws -> ApplicationController {
        let controller = try scenario.controller()
        try await controller.start()
        for name in ["database", "cache", "web"] { await scenario.journal.wait(for: "run \(name)") }
        return controller
    }

    private func ends(_ scenario: Scenario) -> [String] {
        scenario.journal.entries.filter { !$0.hasPrefix("start") && !$0.hasPrefix("run") }
    }

    @Test("cancels a service that has no stop of its own at once")
    func withoutStop() async throws {
        let scenario = Scenario(["cache": .init(hasStop: false)])
        let controller = try await running(scenario)
        await controller.stop()
        #expect(ends(scenario) == ["stop web", "end web", "cancel cache", "stop database", "end database"])
    }

    @Test("cancels a service when its time is over, says which one, and keeps the order")
    func late() async throws {
        let scenario = Scenario(["cache": .init(hangsOnStop: true)])
        let controller = try await running(scenario)
        let stop = Task { await controller.stop() }
        await scenario.journal.wait(for: "stop cache")
        await scenario.clock.advanceOnceSomebodySleeps(by: .seconds(15))
        await stop.value
        #expect(
            ends(scenario) == [
                "stop web", "end web", "stop cache", "warning cache: did not stop in time; cancelling it",
                "cancel cache", "stop database", "end database",
            ]
        )
    }

    @Test("goes on without a service that does not react to cancellation")
    func lost() async throws {
        let scenario = Scenario(["cache": .init(hangsOnStop: true, ignoresCancellation: true)])
        let controller = try await running(scenario)
        let stop = Task { await controller.stop() }
        await scenario.journal.wait(for: "stop cache")
        await scenario.clock.advanceOnceSomebodySleeps(by: .seconds(15))
        await scenario.journal.wait(for: "cancel cache")
        await scenario.clock.advanceOnceSomebodySleeps(by: .seconds(5))
        await stop.value
        #expect(
            ends(scenario).suffix(3) == [
                "error cache: does not react to cancellation; going on without it", "stop database", "end database",
            ]
        )
        scenario.journal.add("release")
    }

    @Test("twice is stopping once, and the second waits for the first")
    func twice() async throws {
        let scenario = Scenario()
        let controller = try await running(scenario)
        async let first: Void = controller.stop()
        async let second: Void = controller.stop()
        _ = await (first, second)
        await controller.stop()
        #expect(ends(scenario).filter { $0.hasPrefix("stop") } == ["stop web", "stop cache", "stop database"])
    }

    @Test("APP-024 one by demand never takes others down; APP-018 what does not run is told")
    func single() async throws {
        let scenario = Scenario()
        let controller = try await running(scenario)
        try await controller.stop("web")
        #expect(controller.status.map(\.state) == [.running, .running, .stopped])
        let error = await #expect(throws: ApplicationError.self) { try await controller.stop("web") }
        #expect(error?.description == "application 'web' is not running")
        await #expect(throws: ApplicationError.self) { try await controller.stop("wbe") }
        #expect(try await controller.ensureAllStarted(["web"]) == ["web"])
        await controller.stop()
        #expect(!scenario.journal.entries.contains { $0.hasPrefix("node must stop") })
    }
}

@Suite("The end of an application")
struct ApplicationEndTests {
    /// Starts with `type` for web, lets its service end, and gives what was noted from then on.
    private func notes(_ type: StartType, error: String?, until entry: String) async throws -> [String] {
        let scenario = Scenario()
        let controller = try scenario.controller(types: ["web": type])
        try await controller.start()
        await scenario.journal.wait(for: "run web")
        if let error {
            try scenario.service("web").fail(error)
        } else {
            try scenario.service("web").finish()
        }
        await scenario.journal.wait(for: entry)
        #expect(controller.status.last?.state == (error == nil ? .ended : .failed))
        await controller.stop()
        let entries = scenario.journal.entries
        #expect(entries.filter { $0.hasPrefix("stop") } == ["stop cache", "stop database"])
        return entries.filter { $0.hasPrefix("node must stop") || $0.contains(" node: ") }
    }

    @Test("APP-020 stops the node for whatever reason when it is permanent")
    func permanent() async throws {
        #expect(
            try await notes(.permanent, error: nil, until: "node must stop: web")
                == ["critical node: application 'web' (permanent) ended", "node must stop: web"]
        )
        #expect(
            try await notes(.permanent, error: "boom", until: "node must stop: web")
                == ["critical node: application 'web' (permanent) ended with an error: boom", "node must stop: web"]
        )
    }

    @Test("APP-021 stops the node only after an error when it is transient")
    func transient() async throws {
        let normal = "notice node: application 'web' (transient) ended"
        #expect(try await notes(.transient, error: nil, until: normal) == [normal])
        #expect(
            try await notes(.transient, error: "boom", until: "node must stop: web")
                == ["critical node: application 'web' (transient) ended with an error: boom", "node must stop: web"]
        )
    }

    @Test("APP-022 is only logged when it is temporary")
    func temporary() async throws {
        let line = "error node: application 'web' (temporary) ended with an error: boom"
        #expect(try await notes(.temporary, error: "boom", until: line) == [line])
    }

    @Test("is told once, however many end")
    func once() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller()
        try await controller.start()
        await scenario.journal.wait(for: "run web")
        try scenario.service("web").fail("a")
        await scenario.journal.wait(for: "node must stop: web")
        try scenario.service("database").fail("b")
        await scenario.journal.wait(for: "critical node: application 'database' (permanent) ended with an error: b")
        await controller.stop()
        #expect(scenario.journal.entries.filter { $0.hasPrefix("node must stop") }.count == 1)
    }

    @Test("while others still start makes the start fail, and stops what had started")
    func duringStart() async throws {
        let scenario = Scenario([
            "database": .init(endsAtOnce: true),
            "cache": .init(start: { journal in
                await journal.wait(for: "end database")
                try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
            }),
        ])
        let controller = try scenario.controller()
        let error = await #expect(throws: ApplicationError.self) { try await controller.start() }
        #expect(error?.description == "the node cannot start: application 'database' (permanent) ended")
        #expect(controller.status.map(\.state) == [.ended, .failed, .loaded])
        #expect(!scenario.journal.entries.contains { $0.hasPrefix("node must stop") })
    }
}
