import Applications
import Expressions
import NodeConfiguration
import NodeLogging
import Processes
import Synchronization

/// How the applications of one test behave, and what they did.
final class Scenario: Sendable {
    struct Behaviour: Sendable {
        var start: @Sendable (Journal) async throws -> Void = { _ in }
        var hasStop = true
        /// Stays in `stop` and `run` until it is cancelled.
        var hangsOnStop = false
        /// Goes on after it was cancelled, until the journal says `release`.
        var ignoresCancellation = false
        /// Returns from `run` at once.
        var endsAtOnce = false
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let journal = Journal()
    let clock = ManualClock()
    private let id: Int
    private let behaviours: [String: Behaviour]
    private let services = Mutex<[String: ScriptedService]>([:])
    private let processes = Mutex<[String: ProcessID]>([:])
    private static let all = Mutex<[Int: Scenario]>([:])

    init(_ behaviours: [String: Behaviour] = [:]) {
        self.behaviours = behaviours
        id = Self.all.withLock { $0.count + 1 }
        Self.all.withLock { $0[id] = self }
    }

    /// A controller whose applications find this scenario through their configuration.
    func controller(
        _ roots: [any Application.Type] = [Web.self],
        types: [String: StartType] = [:],
        values: [String: ConfigurationValue] = [:]
    ) throws -> ApplicationController {
        var configuration = Configuration(values)
        configuration.set(.int(id), at: "scenario.id")
        return ApplicationController(
            try ApplicationCatalog(roots, types: types),
            configuration: configuration,
            log: Log("node", to: journal),
            releaseVersion: "9.9.9",
            clock: clock,
            onEnd: { [journal] in journal.add("node must stop: \($0.name)") }
        )
    }

    func service(_ name: String) throws -> ScriptedService {
        guard let service = services.withLock({ $0[name] }) else {
            throw Failure(description: "\(name) has not started")
        }
        return service
    }

    /// Remembers a process, for the test to look at.
    func keep(_ process: ProcessID?, as name: String) {
        processes.withLock { $0[name] = process }
    }

    func process(_ name: String) throws -> ProcessID {
        guard let process = processes.withLock({ $0[name] }) else { throw Failure(description: "no process \(name)") }
        return process
    }

    /// The scenario that an application finds through its configuration.
    static func of(_ context: ApplicationContext) throws -> Scenario {
        let id = try context.configuration.get(ConfigurationKey<Int>("scenario.id"))
        guard let scenario = all.withLock({ $0[id] }) else { throw Failure(description: "no scenario \(id)") }
        return scenario
    }

    static func start(_ name: String, _ context: ApplicationContext) async throws -> any Service {
        let scenario = try of(context)
        let behaviour = scenario.behaviours[name] ?? Behaviour()
        scenario.journal.add("start \(name)")
        try await behaviour.start(scenario.journal)
        let service = ScriptedService(name: name, behaviour: behaviour, journal: scenario.journal)
        scenario.services.withLock { $0[name] = service }
        return behaviour.hasStop ? service : ServiceWithoutStop(service: service)
    }
}

/// A service that does what a test says.
final class ScriptedService: Service {
    private enum Command: Sendable {
        case finish
        case fail(any Error)
    }

    private let name: String
    private let behaviour: Scenario.Behaviour
    private let journal: Journal
    private let commands: AsyncStream<Command>
    private let order: AsyncStream<Command>.Continuation

    init(name: String, behaviour: Scenario.Behaviour, journal: Journal) {
        self.name = name
        self.behaviour = behaviour
        self.journal = journal
        (commands, order) = AsyncStream.makeStream()
        if behaviour.endsAtOnce { order.yield(.finish) }
    }

    func finish() { order.yield(.finish) }

    func fail(_ message: String) { order.yield(.fail(Scenario.Failure(description: message))) }

    func run() async throws {
        journal.add("run \(name)")
        for await command in commands {
            journal.add("end \(name)")
            guard case .fail(let error) = command else { return }
            throw error
        }
        journal.add("cancel \(name)")
        if behaviour.ignoresCancellation { await journal.wait(for: "release") }
        throw CancellationError()
    }

    func stop() async {
        journal.add("stop \(name)")
        if !behaviour.hangsOnStop { finish() }
    }
}

/// A service that relies on being cancelled.
struct ServiceWithoutStop: Service {
    let service: ScriptedService

    func run() async throws { try await service.run() }
}

enum Database: Application {
    static let name = "database"

    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Scenario.start(name, context)
    }
}

enum Cache: Application {
    static let name = "cache"
    static let summary = "keeps what is asked for often"
    static let version = "1.5.0"
    static let dependencies: [any Application.Type] = [Database.self]
    static let size = ConfigurationKey<Int>("cache.size", default: 10)
    static let token = ConfigurationKey<String>("cache.token", secret: true)
    static let configuration: [any ConfigurationKeyDeclaration] = [size, token]

    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Scenario.start(name, context)
    }

    static func exports(_ exports: inout Exports) {
        exports.add("size()") { 10 }
    }
}

enum Web: Application {
    static let name = "web"
    static let version = "2.0.0"
    static let dependencies: [any Application.Type] = [Cache.self, Database.self]

    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Scenario.start(name, context)
    }
}

/// An application that depends on nothing and is needed by nothing.
enum Mailer: Application {
    static let name = "mail_queue"
    static let optionalDependencies = ["web", "not_there"]

    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Scenario.start(name, context)
    }
}
