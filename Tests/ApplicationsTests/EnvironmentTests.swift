import Applications
import NodeConfiguration
import Testing

@Suite("The configuration of a running node")
struct EnvironmentTests {
    private func controller(
        _ cache: [String: ConfigurationValue] = [:],
        types: [String: StartType] = [:]
    ) throws -> ApplicationController {
        try Scenario().controller(types: types, values: cache.isEmpty ? [:] : ["cache": .table(cache)])
    }

    @Test("APP-037 APP-047 gives what is configured, else the default of the key")
    func get() throws {
        let configured = try controller(["size": .int(3)])
        #expect(try configured.configuration.get(Cache.size) == 3)
        #expect(try controller().configuration.get(Cache.size) == 10)
        #expect(try controller().configuration.getIfSet(ConfigurationKey<Int>("cache.depth")) == nil)
    }

    @Test("APP-049 APP-050 walks to a key through tables; a missing step gives the default, or an error without one")
    func fixedKeys() throws {
        let path: ConfigurationPath = "cache.store.disk.blocks"
        let fixed = ConfigurationKey<Int>(path, default: 4, fixed: true)
        let deep = ConfigurationValue.table(["disk": .table(["blocks": .int(9)])])
        #expect(try controller(["store": deep]).configuration.get(fixed) == 9)
        #expect(try controller(["store": .table(["disk": .table([:])])]).configuration.get(fixed) == 4)
        #expect(try controller(["store": .table([:])]).configuration.get(fixed) == 4)
        #expect(try controller().configuration.get(fixed) == 4)
        let demanded = ConfigurationKey<Int>(path, fixed: true)
        #expect(try controller(["store": deep]).configuration.get(demanded) == 9)
        #expect(throws: ConfigurationError.notSet(path, expected: "int")) {
            try controller().configuration.get(demanded)
        }
    }

    @Test("APP-038 tells a value that is there from one that is not")
    func fetch() throws {
        let controller = try controller(["size": .int(3)])
        #expect(controller.configuration["cache.size"] == .int(3))
        #expect(controller.configuration["cache.depth"] == nil)
    }

    @Test("APP-039 a demanded value that is missing is an error, which tells an unknown application from an unset key")
    func require() throws {
        let controller = try controller(["size": .int(3)])
        #expect(try controller.require("cache.size") == .int(3))
        var error = #expect(throws: ApplicationError.self) { try controller.require("cache.depth") }
        #expect(error?.description == "nothing is configured at cache.depth")
        error = #expect(throws: ApplicationError.self) { try controller.require("cellar.depth") }
        #expect(
            error?.description
                == "nothing is configured at cellar.depth: application 'cellar' is neither loaded nor configured"
        )
    }

    @Test("APP-040 APP-044 a value that is put is seen at once, and the default holds again when it is removed")
    func putAndRemove() throws {
        let controller = try controller()
        controller.put(.int(5), at: "cache.size")
        #expect(try controller.configuration.get(Cache.size) == 5)
        controller.put(.int(6), at: "cache.size")
        #expect(try controller.configuration.get(Cache.size) == 6)
        controller.remove("cache.size")
        #expect(try controller.configuration.get(Cache.size) == 10)
        #expect(controller.configuration["cache.size"] == nil)
        controller.remove("cache.size")
    }

    @Test("APP-040 a value put by one is read by all others")
    func manyReaders() async throws {
        let controller = try controller()
        controller.put(.int(99), at: "cache.size")
        let seen = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<16 { group.addTask { try? controller.configuration.get(Cache.size) } }  // nil fails below
            return await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(seen == [99])
    }

    @Test("APP-041 APP-042 loading forgets what was put, unless it is persistent")
    func persistence() throws {
        let controller = try controller(["size": .int(3)], types: ["cache": .none, "web": .none])
        controller.put(.int(4), at: "cache.size")
        controller.put(.string("deep"), at: "cache.depth", persistent: true)
        try controller.load("cache")
        #expect(controller.configuration["cache.size"] == .int(3))
        #expect(controller.configuration["cache.depth"] == .string("deep"))
    }

    @Test("APP-043 several values are put at once, and none when two are for one key")
    func putAll() throws {
        let controller = try controller()
        try controller.putAll(["cache.size": .int(1), "web.port": .int(2)])
        #expect(controller.configuration["cache.size"] == .int(1))
        #expect(controller.configuration["web.port"] == .int(2))
        let error = #expect(throws: ApplicationError.self) {
            try controller.putAll(["cache.size": .int(7), "web.port": .int(8), "cache.size": .int(9)])
        }
        #expect(error?.description == "the same key is put twice: cache.size")
        #expect(controller.configuration["cache.size"] == .int(1))
        #expect(controller.configuration["web.port"] == .int(2))
    }

    @Test("APP-045 lists everything that is configured for an application")
    func list() throws {
        let controller = try controller(["size": .int(3)])
        controller.put(.bool(true), at: "cache.warm")
        #expect(controller.values(of: "cache") == ["size": .int(3), "warm": .bool(true)])
        #expect(controller.values(of: "cellar") == [:])
    }

    @Test("what was put stays over the configuration of a reload, and what is secret stays hidden")
    func reload() async throws {
        let controller = try controller()
        controller.put(.string("s3cret"), at: "cache.token")
        controller.put(.int(5), at: "cache.size")
        #expect(!controller.configuration.description.contains("s3cret"))
        _ = try await controller.reconfigure(Configuration(["cache": .table(["size": .int(8), "depth": .int(2)])]))
        #expect(controller.values(of: "cache") == ["size": .int(5), "depth": .int(2), "token": .string("s3cret")])
        controller.remove("cache.size")
        #expect(try controller.configuration.get(Cache.size) == 10)
    }
}

@Suite("What a node knows about applications")
struct InformationTests {
    @Test("APP-001 loading tells about an application and starts nothing")
    func load() throws {
        let scenario = Scenario()
        let controller = try scenario.controller([Mailer.self, Web.self], types: ["cache": .none, "web": .none])
        let cache = try controller.load("cache")
        #expect(cache.name == "cache")
        #expect(cache.summary == "keeps what is asked for often")
        #expect(cache.version == "1.5.0")
        #expect(cache.dependencies == ["database"])
        #expect(cache.keys.map(\.path) == ["cache.size", "cache.token"])
        #expect(try controller.configuration.get(Cache.size) == 10)
        #expect(controller.status.first { $0.name == "cache" }?.state == .loaded)
        #expect(scenario.journal.entries.isEmpty)
    }

    @Test("APP-002 APP-003 loading twice and unloading what is not loaded are errors; ensuring it is none")
    func loadTwice() async throws {
        let controller = try Scenario().controller(types: ["cache": .none, "web": .none])
        try controller.load("cache")
        var error = #expect(throws: ApplicationError.self) { try controller.load("cache") }
        #expect(error?.description == "application 'cache' is loaded already")
        try controller.ensureLoaded("cache")
        try controller.ensureLoaded("web")
        try controller.unload("web")
        error = #expect(throws: ApplicationError.self) { try controller.unload("web") }
        #expect(error?.description == "application 'web' is not loaded")
        error = #expect(throws: ApplicationError.self) { try controller.load("wbe") }
        #expect(error?.description == "the program has no application 'wbe'; did you mean 'web'?")
        try await controller.start("database")
        error = #expect(throws: ApplicationError.self) { try controller.unload("database") }
        #expect(error?.description == "application 'database' is running; stop it before it is unloaded")
        await controller.stop()
    }

    @Test("APP-031 APP-032 lists what runs and what is loaded, with summary and version")
    func lists() async throws {
        let controller = try Scenario().controller(types: ["cache": .load, "web": .none])
        try await controller.start()
        #expect(controller.started.map { [$0.name, $0.summary, $0.version] } == [["database", "", "9.9.9"]])
        #expect(
            controller.loaded.map { [$0.name, $0.summary, $0.version] }
                == [["database", "", "9.9.9"], ["cache", "keeps what is asked for often", "1.5.0"]]
        )
        await controller.stop()
        #expect(controller.started.isEmpty)
    }

    @Test("APP-033 APP-034 tells all or one of what an application says about itself, and nothing of unknown ones")
    func specification() throws {
        let controller = try Scenario().controller([Mailer.self, Web.self], types: ["web": .transient])
        let web = try #require(controller.specification(of: "web"))
        #expect(web.type == .transient)
        #expect(web.dependencies == ["cache", "database"])
        #expect(web.modules == ["ApplicationsTests"])
        #expect(web.startPhases.isEmpty)
        #expect(controller.specification(of: "mail_queue")?.optionalDependencies == ["web", "not_there"])
        #expect(controller.specification(of: "wbe")?.name == nil)
        // A field that does not exist is an error of the compiler.
        #expect(controller.specification(of: "web", \.version) == "2.0.0")
        #expect(controller.specification(of: "wbe", \.version) == nil)
    }

    @Test("APP-035 finds the application that a type belongs to by its module")
    func module() throws {
        let controller = try Scenario().controller()
        #expect(controller.application(of: Journal.self) == "database")
        #expect(controller.application(of: Configuration.self) == nil)
    }

    @Test("APP-030 every error says what happened, and what to do where something can be done")
    func errors() {
        let texts: [(ApplicationError, String)] = [
            (.malformedName("Web", type: "Web"), "Web has the application name 'Web'; use lowercase letters"),
            (.duplicateName("web", types: ["A", "B"]), "A and B have the same application name 'web'; rename one"),
            (.cycle(["a", "b", "a"]), "applications depend on each other: a needs b needs a"),
            (.unknown("wbe", suggestion: "; did you mean 'web'?"), "the program has no application 'wbe'; did you"),
            (.dependencyNotStarted("web", dependency: "db", type: .load), "application 'web' needs 'db', which the"),
            (.startFailed("web", Scenario.Failure(description: "no")), "application 'web' could not start: no"),
            (.phaseFailed("web", phase: "warm", Scenario.Failure(description: "no")), "application 'web' could not"),
            (.startAbandoned("web"), "application 'web' went on starting after it was told to give up"),
            (.stopping, "the node is stopping"),
            (.notRunning("web"), "application 'web' is not running"),
            (.alreadyStarted("web"), "application 'web' is running already"),
            (.dependencyNotRunning("web", dependency: "db"), "application 'web' needs 'db', which is not running;"),
            (.alreadyLoaded("web"), "application 'web' is loaded already"),
            (.notLoaded("web"), "application 'web' is not loaded"),
            (.stillRunning("web"), "application 'web' is running; stop it before it is unloaded"),
            (.typeDoesNotStart("web", .none), "application 'web' cannot be started as none; use permanent"),
            (.notConfigured("web.port"), "nothing is configured at web.port"),
            (.neitherLoadedNorConfigured("web.port"), "nothing is configured at web.port: application 'web' is"),
            (.putTwice(["web.port"]), "the same key is put twice: web.port"),
        ]
        for (error, text) in texts { #expect(error.description.hasPrefix(text), "\(error)") }
    }
}
