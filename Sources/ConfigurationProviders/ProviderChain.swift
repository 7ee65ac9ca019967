package import JSONValues
package import NodeConfiguration
import Synchronization

/// The providers of a release, in the order in which they run.
package struct ProviderChain: Sendable {
    /// One of them, ready to run.
    struct Link: Sendable {
        var title: String
        /// Whether its errors say by themselves what they are about.
        var speaksForItself = false
        /// Whether it says of each value where it is from.
        var knowsOrigins = true
        var load: @Sendable (Configuration, ProviderSurroundings) async throws -> Configuration
    }

    /// Calls what it is given after so many seconds, unless what it returns is called before.
    package typealias Watch = @Sendable (Double, @escaping @Sendable () -> Void) -> @Sendable () -> Void

    /// How long a provider may take, and who watches.
    package struct Limit: Sendable {
        let seconds: Double
        let watch: Watch
        let onOverdue: @Sendable (ProviderError) -> Void

        /// A limit of `seconds` for each provider.
        ///
        /// `watch` calls what it is given after that time, on a thread that no provider
        /// can hold up; so does what is overdue reach `onOverdue`.
        package init(
            seconds: Double,
            watch: @escaping Watch,
            onOverdue: @escaping @Sendable (ProviderError) -> Void = { _ in }
        ) {
            self.seconds = seconds
            self.watch = watch
            self.onOverdue = onOverdue
        }
    }

    private var links: [Link] = []

    /// No providers.
    package init() {}

    /// What the providers are called, in order.
    package var titles: [String] { links.map(\.title) }

    /// Adds the runtime file.
    package mutating func add(_ provider: RuntimeFileProvider) {
        links.append(
            Link(title: provider.title, speaksForItself: true) { try provider.load(over: $0, in: $1) }
        )
    }

    /// Adds a provider that a release names, made from the state that it carries.
    package mutating func add(
        _ name: String,
        state: JSONValue,
        of types: [any ConfigurationProvider.Type]
    ) throws(ProviderError) {
        guard let type = types.first(where: { $0.name == name }) else {
            throw ProviderError(provider: name, reason: .unknown(known: types.map { $0.name }))
        }
        do {
            links.append(try Self.link(type, state: state))
        } catch {
            throw ProviderError(provider: name, reason: .state("\(error)"))
        }
    }

    /// Adds a built-in provider.
    package mutating func addBuiltIn(_ name: String, state: JSONValue) throws(ProviderError) {
        do {
            let provider = try BuiltInProviders.provider(name, state: state)
            links.append(Link(title: provider.title) { try provider.load(over: $0, in: $1) })
        } catch {
            throw ProviderError(provider: name, reason: .state("\(error)"))
        }
    }

    private static func link<Provider: ConfigurationProvider>(
        _ type: Provider.Type,
        state: JSONValue
    ) throws -> Link {
        let provider = try state.decode(Provider.self)
        return Link(title: Provider.name, knowsOrigins: false) { configuration, _ in
            try await provider.load(over: configuration)
        }
    }

    /// The configuration after all providers, each given the one of those before it.
    package func load(
        over base: Configuration,
        in surroundings: ProviderSurroundings,
        limit: Limit
    ) async throws(ProviderError) -> Configuration {
        var configuration = base
        for link in links {
            let opened = link.knowsOrigins ? configuration : configuration.opened()
            var next = try await Self.run(link, over: opened, in: surroundings, limit: limit)
            for path in configuration.secrets { next.hide(path) }
            if let name = next.applicationWithoutTable {
                let message = "in what it returned, '\(name)' is no table, as an application must be"
                throw ProviderError(provider: link.title, reason: .failed(message))
            }
            configuration = link.knowsOrigins ? next : next.attributingChanges(since: opened, to: .provider(link.title))
        }
        return configuration
    }

    private static func run(
        _ link: Link,
        over configuration: Configuration,
        in surroundings: ProviderSurroundings,
        limit: Limit
    ) async throws(ProviderError) -> Configuration {
        let race = ProviderRace()
        let work = Task {
            do {
                race.finish(.success(try await link.load(configuration, surroundings)))
            } catch {
                let message = configuration.masking("\(error)")
                let reason: ProviderError.Reason = link.speaksForItself ? .told(message) : .failed(message)
                race.finish(.failure(ProviderError(provider: link.title, reason: reason)))
            }
        }
        let unwatch = limit.watch(limit.seconds) {
            let error = ProviderError(provider: link.title, reason: .overdue(limit: limit.seconds))
            guard race.finish(.failure(error)) else { return }
            work.cancel()
            limit.onOverdue(error)
        }
        let outcome = await race.outcome()
        unwatch()
        return try outcome.get()
    }

    /// Makes a provider from its options, and returns what the release carries of it.
    package static func state(
        of name: String,
        options: JSONValue,
        among types: [any ConfigurationProvider.Type]
    ) throws(ProviderError) -> JSONValue {
        guard let type = types.first(where: { $0.name == name }) else {
            throw ProviderError(provider: name, reason: .unknown(known: types.map { $0.name }))
        }
        do {
            return try state(of: type, options: options)
        } catch {
            throw ProviderError(provider: name, reason: .failed("\(error)"))
        }
    }

    private static func state<Provider: ConfigurationProvider>(
        of type: Provider.Type,
        options: JSONValue
    ) throws -> JSONValue {
        try JSONValue(encoding: Provider(options: options.decode(Provider.Options.self)))
    }
}

/// Takes the first outcome and hands it to whoever waits.
private final class ProviderRace: Sendable {
    private struct State {
        var outcome: Result<Configuration, ProviderError>?
        var waiting: CheckedContinuation<Result<Configuration, ProviderError>, Never>?
    }

    private let state = Mutex(State())

    /// Whether this outcome was the first.
    @discardableResult
    func finish(_ outcome: Result<Configuration, ProviderError>) -> Bool {
        let waiters = state.withLock { state -> [CheckedContinuation<Result<Configuration, ProviderError>, Never>]? in
            guard state.outcome == nil else { return nil }
            state.outcome = outcome
            return state.waiting.map { [$0] } ?? []
        }
        for waiter in waiters ?? [] { waiter.resume(returning: outcome) }
        return waiters != nil
    }

    func outcome() async -> Result<Configuration, ProviderError> {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state in
                if state.outcome == nil { state.waiting = continuation }
                return state.outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }
}
