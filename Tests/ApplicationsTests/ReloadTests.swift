import Applications
import NodeConfiguration
import NodeLogging
import Synchronization
import Testing

@Suite("Another configuration for running applications", .serialized)
struct ReloadTests {
    private static let told = Mutex<[String]>([])

    private static func tell(_ name: String, _ change: ConfigurationChange) {
        let keys = [("changed", change.changed), ("added", change.added), ("removed", change.removed)]
        let words = keys.flatMap { word, paths in paths.map { "\(word) \($0)" } }
        told.withLock { $0.append("\(name): \(words.joined(separator: ", "))") }
        heard.withLock { $0 }?.yield(name)
    }

    /// Hears of each application that is told.
    private static let heard = Mutex<AsyncStream<String>.Continuation?>(nil)

    private enum Lamp: Application {
        static let name = "lamp"
        static let watts = ConfigurationKey<Int>("lamp.watts", default: 40)
        static let configuration: [any ConfigurationKeyDeclaration] = [
            watts, ConfigurationKey<String>("lamp.color"), ConfigurationKey<String>("lamp.key", secret: true),
            ConfigurationKey<[String: Int]>("lamp.limits"),
        ]

        static func configurationChanged(_ change: ConfigurationChange) async throws {
            ReloadTests.tell(name, change)
        }
    }

    private enum Oven: Application {
        static let name = "oven"
        static let dependencies: [any Application.Type] = [Lamp.self]

        static func configurationChanged(_ change: ConfigurationChange) async throws {
            ReloadTests.tell(name, change)
            if change.configuration["oven.heat"] == .int(999) { throw TooHot() }
            if change.configuration["oven.heat"] == .int(1) { await ReloadTests.warm() }
        }
    }

    /// Holds an oven up that is to have the heat 1, until somebody opens it.
    private static let openings = Mutex<AsyncStream<Void>?>(nil)

    private static func warm() async {
        guard let openings = openings.withLock({ $0 }) else { return }
        // A task of its own, because an oven takes no notice of being cancelled.
        await Task { for await _ in openings { return } }.value
    }

    private struct TooHot: Error, CustomStringConvertible {
        let description = "too hot"
    }

    private static let first = Configuration([
        "lamp": .table(["watts": .int(60), "key": .string("s3cret"), "limits": .table(["a": .int(1), "b": .int(2)])]),
        "oven": .table(["heat": .int(180)]),
    ])

    private func controller(
        _ types: [String: StartType] = [:],
        clock: any Clock<Duration> = ContinuousClock()
    ) throws -> ApplicationController {
        Self.told.withLock { $0 = [] }
        return ApplicationController(
            try ApplicationCatalog([Oven.self], types: types),
            configuration: Self.first,
            log: Log("node", to: Journal()),
            clock: clock,
            onEnd: { _ in }
        )
    }

    private func changed(_ changes: [(ConfigurationPath, ConfigurationValue)]) -> Configuration {
        var configuration = Self.first
        for (path, value) in changes { configuration.set(value, at: path) }
        return configuration
    }

    @Test("tells each application which of its keys changed, came and went, in start order, and nobody else")
    func keys() async throws {
        let controller = try controller()
        try await controller.start()
        let next = changed([
            ("lamp.watts", .int(75)), ("lamp.color", .string("red")),
            ("lamp.limits", .table(["a": .int(1), "c": .int(3)])),
        ])
        #expect(try await controller.reconfigure(next) == ["lamp"])
        #expect(
            Self.told.withLock { $0 } == [
                "lamp: changed lamp.watts, added lamp.color, added lamp.limits.c, removed lamp.limits.b"
            ]
        )
        #expect(try controller.configuration.get(Lamp.watts) == 75)
        #expect(!controller.configuration.description.contains("s3cret"))
        #expect(try await controller.reconfigure(next).isEmpty)
        await controller.stop()
    }

    @Test("is taken back everywhere when one application refuses it")
    func refused() async throws {
        let controller = try controller()
        try await controller.start()
        let error = await #expect(throws: ApplicationError.self) {
            try await controller.reconfigure(self.changed([("lamp.watts", .int(75)), ("oven.heat", .int(999))]))
        }
        #expect(
            error?.description
                == "application 'oven' refuses the new configuration: too hot; the former one stays in force"
        )
        #expect(
            Self.told.withLock { $0 } == [
                "lamp: changed lamp.watts", "oven: changed oven.heat", "lamp: changed lamp.watts",
            ]
        )
        #expect(try controller.configuration.get(Lamp.watts) == 60)
        await controller.stop()
    }

    @Test("is taken back everywhere when one application takes too long, and from that one when it comes back")
    func late() async throws {
        let (names, heard) = AsyncStream.makeStream(of: String.self)
        let (openings, opened) = AsyncStream.makeStream(of: Void.self)
        Self.heard.withLock { $0 = heard }
        Self.openings.withLock { $0 = openings }
        defer { Self.heard.withLock { $0 = nil } }
        var told = names.makeAsyncIterator()

        let clock = ManualClock()
        let controller = try controller(clock: clock)
        try await controller.start()
        let next = changed([("lamp.watts", .int(75)), ("oven.heat", .int(1))])
        let reload = Task { try await controller.reconfigure(next) }
        #expect(await told.next() == "lamp")
        #expect(await told.next() == "oven")
        await clock.advanceOnceSomebodySleeps(by: .seconds(100))
        let error = await #expect(throws: ApplicationError.self) { try await reload.value }
        #expect(
            error?.description
                == "application 'oven' did not take the new configuration within 15.0 seconds; "
                + "the former one stays in force"
        )
        #expect(try controller.configuration.get(Lamp.watts) == 60)
        #expect(await told.next() == "lamp")
        let early = await #expect(throws: ApplicationError.self) {
            try await controller.reconfigure(self.changed([("oven.heat", .int(200))]))
        }
        #expect(
            early?.description
                == "application 'oven' refuses the new configuration: it has not come back from a former change; "
                + "restart the node if it does not; the former one stays in force"
        )
        opened.yield()
        #expect(await told.next() == "oven")
        #expect(
            Self.told.withLock { $0 } == [
                "lamp: changed lamp.watts", "oven: changed oven.heat", "lamp: changed lamp.watts",
                "oven: changed oven.heat",
            ]
        )
        await controller.stop()
    }

    @Test("is refused before anybody is told when a value has the wrong type")
    func wrongType() async throws {
        let controller = try controller()
        try await controller.start()
        let error = await #expect(throws: ApplicationError.self) {
            try await controller.reconfigure(self.changed([("lamp.watts", .string("many"))]))
        }
        #expect(error?.description == "lamp.watts: expected int, found the string \"many\"")
        #expect(Self.told.withLock { $0 }.isEmpty)
        await controller.stop()
    }

    @Test("comes with warnings of keys that nothing reads, of each of the first twenty and of the number of the others")
    func warnings() async throws {
        let controller = try controller()
        try await controller.start()
        let names = (10..<35).map { "watt\($0)" }
        _ = try await controller.reconfigure(changed(names.map { (ConfigurationPath("lamp.\($0)"), .int(1)) }))
        let warnings = controller.configurationWarnings
        #expect(warnings.count == 21)
        #expect(warnings.first?.contains("nothing reads the key lamp.watt10") == true)
        #expect(warnings.last == "nothing reads 5 more keys")
        await controller.stop()
    }

    @Test("is what an application gets that starts afterwards, without being told of a change")
    func startedLater() async throws {
        let controller = try controller(["oven": .load])
        try await controller.start()
        #expect(try await controller.reconfigure(changed([("oven.heat", .int(999))])).isEmpty)
        #expect(try await controller.ensureAllStarted(["oven"]) == ["oven"])
        #expect(controller.configuration["oven.heat"] == .int(999))
        await controller.stop()
    }
}
