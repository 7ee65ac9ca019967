import Applications
import Boot
import Expressions
import NodeLogging
import Processes
import Supervision
import Synchronization
import Testing

// snippet.server
struct Till: GenServer {
    var cents = 0

    static func initialize(_ cents: Int, _ context: Context<Till>) -> Till? {
        Till(cents: cents)
    }

    struct Pay: ServerCall {
        let cents: Int

        func handle(_ till: inout Till, _ context: Context<Till>) -> Int {
            till.cents += cents
            return till.cents
        }
    }
}

extension ServerName<Till> {
    static var bakery: Self { "bakery.till" }
}
// snippet.end

// snippet.application
enum Bakery: Application {
    static let name = "bakery"
    static let summary = "Sells bread"
    static let dependencies: [any Application.Type] = [Oven.self]
    static let change = ConfigurationKey<Int>("bakery.change", default: 5000)
    static let configuration: [any ConfigurationKeyDeclaration] = [change]

    static func start(_ context: ApplicationContext) async throws -> any Service {
        let change = try context.configuration.get(change)
        return try await Supervisor.startLink(.oneForOne) {
            Till.child(change, name: .bakery)
        }
    }
}
// snippet.end

// snippet.service
struct Baking: Service {
    func run() async throws {
        while !Task.isCancelled { try await Kitchen.bakeNextLoaf() }
    }
}
// snippet.end

// snippet.state
enum Oven: Application {
    struct State: Sendable {
        let fire: Fire
    }

    static let name = "oven"
    static let startPhases = ["preheat"]

    static func startWithState(_ context: ApplicationContext) async throws -> (service: any Service, state: State) {
        let fire = try await Fire.kindle()
        return (Baking(), State(fire: fire))
    }

    static func startPhase(_ phase: String, _ context: ApplicationContext) async throws {
        try await Kitchen.heat(to: 250)
    }

    static func prepareToStop(_ state: State) async -> State {
        await Kitchen.takeNoMoreOrders()
        return state
    }

    static func stopped(_ state: State) async {
        await state.fire.extinguish()
    }
}
// snippet.end

// snippet.program
struct BakeryProgram: Program {
    static let applications: [any Application.Type] = [Bakery.self]
}
// snippet.end

// snippet.exports
extension Bakery {
    static func exports(_ exports: inout Exports) {
        exports.add("takings") { try await ServerName<Till>.bakery.sys.state().cents }
        exports.add("pay(cents:)") { (cents: Int) in
            try await ServerName<Till>.bakery.call(Till.Pay(cents: cents))
        }
    }
}
// snippet.end

/// What the examples act on; it remembers what was done.
enum Kitchen {
    private static let done = Mutex<[String]>([])

    static var log: [String] { done.withLock { $0 } }

    static func note(_ entry: String) {
        done.withLock { $0.append(entry) }
    }

    static func heat(to degrees: Int) async throws { note("heat to \(degrees)") }
    static func takeNoMoreOrders() async { note("no more orders") }

    static func bakeNextLoaf() async throws {
        try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
    }
}

struct Fire: Sendable {
    static func kindle() async throws -> Fire {
        Kitchen.note("kindle")
        return Fire()
    }

    func extinguish() async { Kitchen.note("extinguish") }
}

// snippet.control
func sellOnSunday(_ applications: ApplicationController) async throws -> [String] {
    let started = try await applications.ensureAllStarted(["bakery"], as: .transient, .concurrent)
    applications.put(.int(9000), at: "bakery.change")
    try await applications.stop("bakery")
    try await applications.start("bakery")
    return started
}
// snippet.end

@Suite("The examples of the article on applications", .timeLimit(.minutes(1)))
struct ApplicationExamples {
    @Test("start, are controlled, and stop")
    func bakery() async throws {
        let catalog = try ApplicationCatalog(BakeryProgram.applications)
        let applications = ApplicationController(
            catalog,
            configuration: Configuration(),
            log: Log("node", to: SilentSink()),
            onEnd: { Issue.record("\($0)") }
        )
        #expect(try await sellOnSunday(applications) == ["oven", "bakery"])
        #expect(Kitchen.log == ["kindle", "heat to 250"])
        #expect(try await ServerName<Till>.bakery.call(Till.Pay(cents: 150)) == 9150)
        let evaluator = Evaluator(catalog.exports)
        #expect(try await evaluator.evaluate("Bakery.pay(cents: 50)").text == "9200")
        #expect(try await evaluator.evaluate("Bakery.takings").text == "9200")
        #expect(applications.started.map(\.name) == ["oven", "bakery"])
        #expect(applications.specification(of: "bakery", \.summary) == "Sells bread")
        await applications.stop()
        #expect(Kitchen.log == ["kindle", "heat to 250", "no more orders", "extinguish"])
        #expect(throws: CallError.self) { try ServerName<Till>.bakery.find() }
    }

    private struct SilentSink: LogSink {
        let level = LogLevel.critical

        func write(_ entry: LogEntry) {}
    }
}
