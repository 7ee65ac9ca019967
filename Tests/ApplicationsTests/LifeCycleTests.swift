import Applications
import NodeConfiguration
import Testing

/// Says into the journal what happens to it.
private enum Shop: Application {
    struct State: Sendable {
        let journal: Journal
        let text: String
    }

    static let name = "shop"
    static let summary = "sells"
    static let dependencies: [any Application.Type] = [Database.self]
    static let startPhases = ["migrate", "warm_up"]
    static let size = ConfigurationKey<Int>("shop.size", default: 1)
    static let failing = ConfigurationKey<String>("shop.failing", default: "")
    static let configuration: [any ConfigurationKeyDeclaration] = [size, failing]

    static func startWithState(_ context: ApplicationContext) async throws -> (service: any Service, state: State) {
        let journal = try Scenario.of(context).journal
        journal.add("start shop: \(context.reason), size \(try context.configuration.get(size))")
        let service = try await Scenario.start(name, context)
        return (service, State(journal: journal, text: "open"))
    }

    static func startPhase(_ phase: String, _ context: ApplicationContext) async throws {
        let journal = try Scenario.of(context).journal
        journal.add("phase \(phase)")
        if phase == (try context.configuration.get(failing)) { throw Scenario.Failure(description: "no space left") }
        if try context.configuration.get(failing) == "hang" {
            journal.add("hanging")
            try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
        }
    }

    static func prepareToStop(_ state: State) async -> State {
        state.journal.add("prepare \(state.text)")
        return State(journal: state.journal, text: "closing")
    }

    static func stopped(_ state: State) async {
        state.journal.add("stopped \(state.text)")
    }
}

@Suite("The life of an application", .timeLimit(.minutes(1)))
struct LifeCycleTests {
    private func entries(of scenario: Scenario) -> [String] {
        scenario.journal.entries.filter { !$0.contains("database") && !$0.hasPrefix("run") }
    }

    @Test("APP-011 APP-012 APP-014 APP-015 APP-016 takes its state from the start through the phases to the stop")
    func wholeLife() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller([Shop.self], values: ["shop": .table(["size": .int(7)])])
        try await controller.start()
        #expect(
            entries(of: scenario)
                == ["start shop: normal, size 7", "start shop", "phase migrate", "phase warm_up"]
        )
        await scenario.journal.wait(for: "run shop")
        try await controller.stop("shop")
        #expect(
            entries(of: scenario).dropFirst(4)
                == ["prepare open", "stop shop", "end shop", "stopped closing"]
        )
        await controller.stop()
        #expect(entries(of: scenario).count == 8)
    }

    @Test("APP-013 a phase that fails makes the start fail, and is told with its name and reason")
    func failingPhase() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller([Shop.self], values: ["shop": .table(["failing": .string("migrate")])])
        let error = await #expect(throws: ApplicationError.self) { try await controller.start() }
        #expect(
            error?.description
                == "application 'shop' could not start: its start phase 'migrate' failed: no space left"
        )
        #expect(!scenario.journal.entries.contains("phase warm_up"))
        #expect(scenario.journal.entries.contains("stopped closing"))
        #expect(controller.status.map(\.state) == [.stopped, .failed])
    }

    @Test("a phase that hangs is given up when the node stops")
    func hangingPhase() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller([Shop.self], values: ["shop": .table(["failing": .string("hang")])])
        let start = Task { try await controller.start() }
        await scenario.journal.wait(for: "hanging")
        await controller.stop()
        let error = await #expect(throws: ApplicationError.self) { try await start.value }
        #expect(error?.description == "the node is stopping")
        #expect(scenario.journal.entries.contains("stopped closing"))
    }

    @Test("APP-016 APP-017 the end by itself is tidied up without preparation; without callbacks nothing happens")
    func endByItself() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller([Shop.self], types: ["shop": .temporary, "database": .temporary])
        try await controller.start()
        await scenario.journal.wait(for: "run shop")
        try scenario.service("shop").finish()
        await scenario.journal.wait(for: "notice node: application 'shop' (temporary) ended")
        #expect(entries(of: scenario).suffix(3).contains("stopped open"))
        #expect(!scenario.journal.entries.contains { $0.hasPrefix("prepare") })
        // The database has no callbacks of its own: it is only stopped.
        let before = scenario.journal.entries.count
        await controller.stop()
        #expect(scenario.journal.entries.dropFirst(before) == ["stop database", "end database"])
    }

    @Test("APP-004 APP-005 APP-006 APP-010 starts one at a time, once, and only on what it depends on")
    func alone() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller(types: ["database": .none, "cache": .load, "web": .load])
        var error = await #expect(throws: ApplicationError.self) { try await controller.start("cache") }
        #expect(
            error?.description
                == "application 'cache' needs 'database', which is not running; start that first, or ensure that all start"
        )
        try await controller.start("database")
        #expect(controller.status.map(\.state) == [.running, .loaded, .loaded])
        #expect(controller.status.first?.type == .temporary)
        error = await #expect(throws: ApplicationError.self) { try await controller.start("database") }
        #expect(error?.description == "application 'database' is running already")
        try await controller.ensureStarted("database")
        try await controller.ensureStarted("cache", as: .transient)
        #expect(controller.status.map(\.state) == [.running, .running, .loaded])
        #expect(controller.status.map(\.type) == [.temporary, .transient, .load])
        #expect(scenario.journal.entries.filter { $0.hasPrefix("start") } == ["start database", "start cache"])
        await controller.stop()
    }

    @Test("APP-010 many starts of one application at once run it once")
    func onlyOne() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller([Database.self])
        let started = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { (try? await controller.start("database")) != nil }  // all but one must fail
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(started == 1)
        #expect(scenario.journal.entries.filter { $0 == "start database" }.count == 1)
        await controller.stop()
    }

    @Test("APP-008 a type that starts nothing is refused, other options do not exist")
    func options() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller()
        let error = await #expect(throws: ApplicationError.self) {
            try await controller.ensureAllStarted(["web"], as: .load)
        }
        #expect(
            error?.description
                == "application 'web' cannot be started as load; use permanent, transient or temporary"
        )
        #expect(try await controller.ensureAllStarted(["cache"]) == ["database", "cache"])
        #expect(controller.status.map(\.type) == [.temporary, .temporary, .permanent])
        #expect(StartMode.allCases == [.serial, .concurrent])
        await controller.stop()
    }

    @Test("APP-018 a stopped application stays loaded and can be started again")
    func stopAndStart() async throws {
        let scenario = Scenario()
        let controller = try scenario.controller()
        try await controller.start()
        try await controller.stop("web")
        #expect(controller.loaded.map(\.name) == ["database", "cache", "web"])
        #expect(controller.started.map(\.name) == ["database", "cache"])
        let error = await #expect(throws: ApplicationError.self) { try await controller.stop("web") }
        #expect(error?.description == "application 'web' is not running")
        try await controller.start("web")
        #expect(controller.started.map(\.name) == ["database", "cache", "web"])
        await controller.stop()
    }

    @Test("APP-029 starts an optional dependency first if there is one, and does without if not")
    func optionalDependency() async throws {
        let scenario = Scenario()
        let both = try scenario.controller([Mailer.self, Web.self])
        #expect(try await both.ensureAllStarted(["mail_queue"]) == ["database", "cache", "web", "mail_queue"])
        await both.stop()
        let alone = try scenario.controller([Mailer.self])
        try await alone.start()
        #expect(alone.started.map(\.name) == ["mail_queue"])
        await alone.stop()
    }
}

/// Four applications: two that need nothing, one that needs both, one more.
private enum Left: Application {
    static let name = "left"
    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Scenario.start(name, context)
    }
}

private enum Right: Application {
    static let name = "right"
    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Scenario.start(name, context)
    }
}

private enum Top: Application {
    static let name = "top"
    static let dependencies: [any Application.Type] = [Left.self, Right.self]
    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Scenario.start(name, context)
    }
}

@Suite("Starting applications at the same time", .timeLimit(.minutes(1)))
struct ConcurrentStartTests {
    /// Each of these comes to its end only when the other has begun.
    private let entangled: [String: Scenario.Behaviour] = [
        "left": .init(start: { await $0.wait(for: "start right") }),
        "right": .init(start: { await $0.wait(for: "start left") }),
    ]

    @Test("APP-007 APP-008 what does not depend on each other starts together, what needs it afterwards")
    func together() async throws {
        let scenario = Scenario(entangled)
        let controller = try scenario.controller([Top.self])
        let started = try await controller.ensureAllStarted(["top"], .concurrent)
        #expect(Set(started.dropLast()) == ["left", "right"])
        #expect(started.last == "top")
        #expect(scenario.journal.entries.filter { $0.hasPrefix("start") }.last == "start top")
        for name in started { await scenario.journal.wait(for: "run \(name)") }
        await controller.stop()
        let stops = scenario.journal.entries.filter { $0.hasPrefix("stop") }
        #expect(stops == started.reversed().map { "stop \($0)" })
    }

    @Test("a node can start all of its applications like that")
    func boot() async throws {
        let scenario = Scenario(entangled)
        let controller = try scenario.controller([Top.self])
        try await controller.start(.concurrent)
        #expect(controller.status.map(\.state) == [.running, .running, .running])
        await controller.stop()
    }

    @Test("APP-009 when one fails, those started by the same call are stopped again")
    func failure() async throws {
        let scenario = Scenario([
            "left": .init(start: { await $0.wait(for: "start right") }),
            "right": .init(start: { _ in throw Scenario.Failure(description: "no") }),
        ])
        let controller = try scenario.controller([Top.self])
        let error = await #expect(throws: ApplicationError.self) {
            try await controller.ensureAllStarted(["top"], .concurrent)
        }
        #expect(error?.description == "application 'right' could not start: no")
        #expect(controller.status.map(\.state) == [.stopped, .failed, .loaded])
        await controller.stop()
    }

    @Test("a stop of the node interrupts all that start")
    func interruption() async throws {
        let hang: @Sendable (Journal) async throws -> Void = { _ in
            try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
        }
        let scenario = Scenario(["left": .init(start: hang), "right": .init(start: hang)])
        let controller = try scenario.controller([Top.self])
        let start = Task { try await controller.start(.concurrent) }
        await scenario.journal.wait(for: "start left")
        await scenario.journal.wait(for: "start right")
        await controller.stop()
        let error = await #expect(throws: ApplicationError.self) { try await start.value }
        #expect(error?.description == "the node is stopping")
        #expect(controller.status.map(\.state) == [.failed, .failed, .loaded])
    }
}
