import Applications
import NodeConfiguration
import Testing

@Suite("Starting applications")
struct ApplicationStartTests {
    @Test("APP-025 happens in the order of dependencies, and stopping in reverse")
    func order() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller()
        #expect(!controller.isRunning)
        try await controller.start()
        #expect(controller.isRunning)
        #expect(controller.status.map(\.state) == [.running, .running, .running])
        await scenario.journal.wait(for: "run web")
        await controller.stop()
        #expect(controller.status.map(\.state) == [.stopped, .stopped, .stopped])
        let order = scenario.journal.entries.filter { $0.hasPrefix("start") || $0.hasPrefix("stop") }
        #expect(
            order == ["start database", "start cache", "start web", "stop web", "stop cache", "stop database"]
        )
    }

    @Test("APP-009 that fails stops what had started, and tells which one failed and why")
    func failure() async throws {
        let scenario = Scenario(["web": .init(start: { _ in throw Scenario.Failure(description: "port in use") })])
        let controller = try scenario.controller()
        let error = await #expect(throws: ApplicationError.self) { try await controller.start() }
        #expect(error?.description == "application 'web' could not start: port in use")
        #expect(controller.status.map(\.state) == [.stopped, .stopped, .failed])
        #expect(scenario.journal.entries.filter { $0.hasPrefix("stop") } == ["stop cache", "stop database"])
    }

    @Test("APP-023 leaves alone what the release only loads or does not want known")
    func startTypes() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller(types: ["web": .none, "cache": .load, "database": .temporary])
        try await controller.start()
        #expect(controller.status.map(\.state) == [.running, .loaded, .unloaded])
        #expect(controller.status.map(\.type) == [.temporary, .load, .none])
        await controller.stop()
    }

    @Test("APP-019 an application that starts nothing counts as started until it is stopped")
    func idle() async throws {
        enum Idle: Application {
            static let name = "idle"
        }
        let controller = try Scenario().controller([Idle.self])
        try await controller.start()
        #expect(controller.status.map(\.state) == [.running])
        await controller.stop()
        #expect(controller.status.map(\.state) == [.stopped])
    }

    @Test("does not begin while a configured value has the wrong type; all such values are told")
    func configuration() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller(
            values: ["cache": .table(["size": .string("big"), "token": .int(123_456)])])
        let error = await #expect(throws: ApplicationError.self) { try await controller.start() }
        #expect(
            error?.description == """
                cache.size: expected int, found the string "big"
                cache.token: expected string, found a value of type int
                """
        )
        #expect(scenario.journal.entries.isEmpty)
    }

    @Test("warns about keys that nothing reads, and hides secrets from whoever prints the configuration")
    func unknownKeys() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller(values: [
            "cache": .table(["sise": .int(1), "token": .string("s3cret")])
        ])
        try await controller.start()
        await controller.stop()
        #expect(
            scenario.journal.entries.first
                == "warning node: nothing reads the key cache.sise; did you mean 'cache.size'?"
        )
        #expect(!controller.configuration.description.contains("s3cret"))
    }

    @Test("REL-086 APP-007 on demand starts missing dependencies first and tells what it started")
    func onDemand() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller()
        #expect(try await controller.ensureAllStarted(["cache"]) == ["database", "cache"])
        #expect(try await controller.ensureAllStarted(["web", "cache"]) == ["web"])
        #expect(try await controller.ensureAllStarted(["web"]) == [])
        #expect(controller.status.allSatisfy { $0.type == .temporary })
        await controller.stop()
    }

    @Test("APP-009 on demand, when it fails, stops only what it had started itself")
    func onDemandFailure() async throws {
        let scenario = Scenario(["web": .init(start: { _ in throw Scenario.Failure(description: "no") })])
        let controller = try scenario.controller()
        _ = try await controller.ensureAllStarted(["database"])
        await #expect(throws: ApplicationError.self) { try await controller.ensureAllStarted(["web"]) }
        #expect(controller.status.map(\.state) == [.running, .stopped, .failed])
        await #expect(throws: ApplicationError.self) { try await controller.ensureAllStarted(["wbe"]) }
        await controller.stop()
    }

    @Test("is over for good once the node stops")
    func afterStop() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller()
        await controller.stop()
        let error = await #expect(throws: ApplicationError.self) { try await controller.start() }
        #expect(error?.description == "the node is stopping")
        #expect(scenario.journal.entries.isEmpty)
    }

    @Test("is given up when the node is told to stop meanwhile")
    func stopDuringStart() async throws {
        let scenario = Scenario([
            "cache": .init(start: { journal in
                journal.add("waiting")
                try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
            })
        ])
        let controller = try scenario.controller()
        let start = Task { try await controller.start() }
        await scenario.journal.wait(for: "waiting")
        #expect(controller.status.map(\.state) == [.running, .starting, .loaded])
        await controller.stop()
        let error = await #expect(throws: ApplicationError.self) { try await start.value }
        #expect(error?.description == "the node is stopping")
        #expect(controller.status.map(\.state) == [.stopped, .failed, .loaded])
    }

    @Test("that does not react to being given up is left behind when its time is over")
    func abandoned() async throws {
        let scenario = Scenario(["cache": .init(start: { await $0.wait(for: "release") })])
        let controller = try scenario.controller()
        let start = Task { try await controller.start() }
        await scenario.journal.wait(for: "start cache")
        let stop = Task { await controller.stop() }
        await scenario.clock.advanceOnceSomebodySleeps(by: .seconds(15))
        await stop.value
        let error = await #expect(throws: ApplicationError.self) { try await start.value }
        #expect(error?.description == "application 'cache' went on starting after it was told to give up")
        #expect(scenario.journal.entries.contains("error cache: went on starting after it was told to give up"))
        #expect(scenario.journal.entries.contains("stop database"))
        scenario.journal.add("release")
    }
}
