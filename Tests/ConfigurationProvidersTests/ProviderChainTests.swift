import ConfigurationProviders
import JSONValues
import NodeConfiguration
import Synchronization
import TestSupport
import Testing

@Suite("The providers of a release")
struct ProviderChainTests {
    /// Sets its keys one by one, in a loop and in a function, and notes what was there before.
    struct Counter: ConfigurationProvider {
        struct Options: Decodable {
            var start: Int
            var keys: [String]
        }

        private let start: Int
        private let keys: [String]

        init(options: Options) throws {
            guard options.start >= 0 else { throw Refusal(reason: "start is \(options.start)") }
            (start, keys) = (options.start, options.keys)
        }

        func load(over configuration: Configuration) async throws -> Configuration {
            var configuration = configuration
            if configuration["counter"] == nil { configuration.set(.bool(true), at: "counter.first") }
            for (offset, key) in keys.enumerated() { put(start + offset, at: key, into: &configuration) }
            configuration.merge(.table(["seen": .int(configuration["counter.a"] == nil ? 0 : 1)]), at: "counter")
            return configuration
        }

        private func put(_ number: Int, at key: String, into configuration: inout Configuration) {
            configuration.merge(.int(number), at: ConfigurationPath(["counter", key]))
        }
    }

    struct Broken: ConfigurationProvider {
        static let name = "broken_one"
        init(options: NoOptions) {}
        func load(over configuration: Configuration) async throws -> Configuration {
            throw Refusal(reason: "no answer for \(configuration["todo.token"]?.description ?? "nobody")")
        }
    }

    struct Shapeless: ConfigurationProvider {
        init(options: NoOptions) {}
        func load(over configuration: Configuration) async throws -> Configuration {
            configuration.merging(Configuration(["todo": .int(5)]))
        }
    }

    /// Never finishes, until it is cancelled.
    struct Endless: ConfigurationProvider {
        init(options: NoOptions) {}
        func load(over configuration: Configuration) async throws -> Configuration {
            try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
            throw CancellationError()
        }
    }

    /// Starts what it needs by itself.
    struct Parallel: ConfigurationProvider {
        private let parts: [String]
        init(options: [String]) { parts = options }
        func load(over configuration: Configuration) async throws -> Configuration {
            try await withThrowingTaskGroup(of: Configuration.self) { group in
                for part in parts { group.addTask { Configuration(["parallel": .table([part: .int(part.count)])]) } }
                return try await group.reduce(into: configuration) { $0.merge($1) }
            }
        }
    }

    struct Refusal: Error, CustomStringConvertible {
        let reason: String
        var description: String { reason }
    }

    private static let types: [any ConfigurationProvider.Type] = [
        Counter.self, Broken.self, Shapeless.self, Endless.self, Parallel.self,
    ]

    private static let never = ProviderChain.Limit(seconds: 30, watch: { _, _ in {} })

    /// A chain of providers made of their options, whose states were written to a release and read again.
    private func chain(_ entries: [(String, JSONValue)]) throws -> ProviderChain {
        var chain = ProviderChain()
        for (name, options) in entries {
            let state = try ProviderChain.state(of: name, options: options, among: Self.types)
            try chain.add(name, state: JSONValue(parsing: state.text()), of: Self.types)
        }
        return chain
    }

    private func load(
        _ chain: ProviderChain,
        over base: Configuration = Configuration(),
        limit: ProviderChain.Limit = never
    ) async throws -> Configuration {
        try await chain.load(over: base, in: ProviderSurroundings(variables: [:], formats: []), limit: limit)
    }

    @Test(
        "CFG-001 CFG-002 CFG-006 CFG-007 CFG-025 REL-094 REL-096 are made of options, carried as JSON, and configure in loops and functions"
    )
    func custom() async throws {
        let configuration = try await load(chain([("Counter", ["start": 7, "keys": ["a", "b", "a"]])]))
        #expect(configuration["counter"]?.description == "{a: 9, b: 8, first: true, seen: 1}")
        #expect(configuration.origin(of: "counter.b")?.description == "Counter")
    }

    @Test("CFG-025 carry what they encode, and nothing of the options besides")
    func state() throws {
        let state = try ProviderChain.state(
            of: "Counter",
            options: ["start": 1, "keys": ["x"], "more": 5],
            among: Self.types
        )
        #expect(state == ["start": 1, "keys": ["x"]])
    }

    @Test("CFG-031 run in order, each on the result of the one before")
    func order() async throws {
        let chain = try chain([
            ("Counter", ["start": 1, "keys": ["a"]]), ("Counter", ["start": 5, "keys": ["b"]]),
            ("Counter", ["start": 9, "keys": ["a"]]),
        ])
        #expect(chain.titles == ["Counter", "Counter", "Counter"])
        let base = Configuration(["todo": .table(["port": .int(1)])])
        let configuration = try await load(chain, over: base)
        #expect(configuration["counter"]?.description == "{a: 9, b: 5, first: true, seen: 1}")
        #expect(configuration["todo.port"] == .int(1))
    }

    @Test("CFG-027 may start what they need themselves")
    func parallel() async throws {
        let configuration = try await load(chain([("Parallel", ["one", "three"])]))
        #expect(configuration["parallel"]?.description == "{one: 3, three: 5}")
    }

    @Test("CFG-046 when there are none, change nothing")
    func none() async throws {
        let base = Configuration(["todo": .table(["port": .int(1)])])
        let configuration = try await load(ProviderChain(), over: base)
        #expect(configuration.values == base.values)
    }

    @Test("CFG-042 that fail are named with their error, without the secrets it quotes")
    func failure() async throws {
        var base = Configuration(["todo": .table(["token": .string("hunter2")])])
        base.hide("todo.token")
        let error = await #expect(throws: ProviderError.self) {
            try await load(chain([("broken_one", nil)]), over: base)
        }
        #expect(error?.description == "the configuration provider 'broken_one' failed: no answer for \"<secret>\"")
    }

    @Test("CFG-043 that return what is no table of tables are named")
    func shapeless() async throws {
        let error = await #expect(throws: ProviderError.self) { try await load(chain([("Shapeless", nil)])) }
        #expect(
            error?.description == "the configuration provider 'Shapeless' failed: in what it returned, 'todo' is no "
                + "table, as an application must be"
        )
    }

    @Test("that take too long are named and cancelled, and those after them do not run")
    func overdue() async throws {
        let told = Mutex<[String]>([])
        let limit = ProviderChain.Limit(
            seconds: 2.5,
            watch: { seconds, action in
                told.withLock { $0.append("\(seconds)") }
                action()
                return {}
            },
            onOverdue: { error in told.withLock { $0.append("\(error)") } }
        )
        let chain = try chain([("Endless", nil), ("Counter", ["start": 1, "keys": ["a"]])])
        let error = await #expect(throws: ProviderError.self) { try await load(chain, limit: limit) }
        let message =
            "the configuration provider 'Endless' did not finish within 2.5 s; RELEASE_PROVIDER_TIMEOUT sets this limit"
        #expect(error?.description == message)
        #expect(told.withLock { $0 } == ["2.5", message])
    }

    @Test("take their watch away when they are done")
    func unwatched() async throws {
        let count = Mutex(0)
        let limit = ProviderChain.Limit(seconds: 1, watch: { _, _ in { count.withLock { $0 += 1 } } })
        _ = try await load(chain([("Parallel", ["a"]), ("Parallel", ["b"])]), limit: limit)
        #expect(count.withLock { $0 } == 2)
    }

    @Test("cannot be made of options they refuse, of names nobody has, or of a foreign state")
    func unmade() {
        func message(_ body: () throws(ProviderError) -> Void) -> String? {
            do throws(ProviderError) {
                try body()
                return nil
            } catch {
                return error.description
            }
        }
        #expect(
            message { () throws(ProviderError) in
                _ = try ProviderChain.state(of: "Counter", options: ["start": -1, "keys": []], among: Self.types)
            } == "the configuration provider 'Counter' failed: start is -1"
        )
        #expect(
            message { () throws(ProviderError) in
                _ = try ProviderChain.state(of: "Vault", options: nil, among: [Broken.self])
            } == "the program has no configuration provider 'Vault'; its configurationProviders are broken_one"
        )
        #expect(
            message { () throws(ProviderError) in
                var chain = ProviderChain()
                try chain.add("Counter", state: ["start": 1], of: Self.types)
            }
                == "the configuration provider 'Counter' cannot be made from what the release carries for it: 'keys' is missing"
        )
    }

    @Test("CFG-045 begin with the runtime file, whose variables are those of the host, and which imports nothing")
    func runtimeFile() async throws {
        let json: JSONValue = [
            "file": "config/runtime.yaml", "values": ["todo": ["port": "${PORT:-80}", "name": "x"]],
            "positions": ["todo.port": [2, 9]],
        ]
        var chain = ProviderChain()
        chain.add(RuntimeFileProvider(try RuntimeConfiguration(json, path: "runtime.config")))
        try chain.add("Counter", state: ["start": 1, "keys": ["a"]], of: Self.types)
        #expect(chain.titles == ["config/runtime.yaml", "Counter"])
        let base = Configuration(["todo": .table(["port": .int(1), "size": .int(2)])])
        let configuration = try await chain.load(
            over: base,
            in: ProviderSurroundings(variables: ["PORT": "90"], formats: []),
            limit: Self.never
        )
        #expect(configuration["todo"]?.description == #"{name: "x", port: "90", size: 2}"#)
        #expect(configuration.origin(of: "todo.port")?.description == "config/runtime.yaml:2:9")
    }
}
