import Applications
import ConfigurationProviders
import ControlProtocol
import ControlServer
import JSONValues
import NodeConfiguration
import Posix
import Synchronization

/// Where a running node has its configuration worked out, shown and worked out again.
final class ConfigurationDesk: Sendable {
    private let loader: ConfigurationLoader
    private let log: NodeLog
    private let timer: DeadlineTimer
    private let isReloading = Mutex(false)

    init(_ loader: ConfigurationLoader, log: NodeLog) throws(PosixError) {
        self.loader = loader
        self.log = log
        timer = try DeadlineTimer()
    }

    /// A desk, with errors as a boot reports them.
    static func make(_ loader: ConfigurationLoader, log: NodeLog) throws(BootError) -> ConfigurationDesk {
        do {
            return try ConfigurationDesk(loader, log: log)
        } catch {
            throw .system(error)
        }
    }

    /// Works the configuration out for the first time, and keeps it where the release wants that.
    ///
    /// `onOverdue` is told of a provider that takes too long, on a thread that no provider can hold up.
    func load(
        _ sources: ConfigurationLoader.Sources,
        onOverdue: @escaping @Sendable (BootError) -> Void
    ) async throws(BootError) -> Configuration {
        let limit = ProviderChain.Limit(
            seconds: loader.settings.providerLimit,
            watch: watch,
            onOverdue: { onOverdue(.configuration($0.description)) }
        )
        return try await loader.configuration(from: sources, limit: limit)
    }

    /// Writes what a boot has worked out, where the release wants that.
    func keep(_ configuration: Configuration, as sources: ConfigurationLoader.Sources) throws(BootError) {
        guard let keeping = sources.keeping else { return }
        do {
            try ComputedConfiguration.keep(configuration, at: keeping.path)
        } catch {
            throw .configuration(error.description)
        }
    }

    /// Removes what was kept for the time of the boot.
    func prune(_ sources: ConfigurationLoader.Sources) {
        guard let keeping = sources.keeping, keeping.isPruned else { return }
        do {
            try ComputedConfiguration.prune(keeping.path)
        } catch {
            log.tell(.warning, error.description)
        }
    }

    private var watch: ProviderChain.Watch {
        { [timer] seconds, action in
            do {
                let ticket = try timer.schedule(after: .seconds(seconds), action)
                return { timer.cancel(ticket) }
            } catch {
                // Without a thread to watch, the limit of the whole boot still holds.
                return {}
            }
        }
    }
}

// MARK: - Reload

extension ConfigurationDesk {
    /// Works the configuration out again and gives it to the applications, or leaves everything as it is.
    func reload(
        by requester: String,
        for controller: ApplicationController,
        tell: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void
    ) {
        guard
            isReloading.withLock({ wasReloading in
                defer { wasReloading = true }
                return !wasReloading
            })
        else { return tell(.failure(.notNow("another reload of the configuration is under way"))) }
        Task {
            let result: Result<JSONValue, ControlError>
            do throws(ControlError) {
                result = .success(try await reload(controller, by: requester, tell: tell))
            } catch {
                log.tell(.error, "configuration not read again, as \(requester) asked: \(error.message)")
                result = .failure(error)
            }
            isReloading.withLock { $0 = false }
            tell(result)
        }
    }

    private func reload(
        _ controller: ApplicationController,
        by requester: String,
        tell: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void
    ) async throws(ControlError) -> JSONValue {
        let former = controller.configuration
        // Whoever asked hears of an overdue provider also when it blocks all that could go on here.
        let (sources, configuration) = try await current { tell(.failure(.refused($0.description))) }
        let names: [String]
        do {
            names = try await controller.reconfigure(configuration)
        } catch {
            switch error {
            case .configurationRefused, .configurationLate: throw .failed(error.description)
            default: throw .refused(error.description)
            }
        }
        let changes = Set(former.values.keys).union(configuration.values.keys).sorted().map {
            ConfigurationChange(of: $0, from: former, to: configuration)
        }
        let keys = changes.flatMap { $0.changed + $0.added + $0.removed }.map(\.description).sorted()
        Node.update { $0.configuration = controller.configuration }
        log.tell(.notice, "configuration read again (\(requester)): \(Self.summary(keys))")
        try keepAgain(configuration, as: sources)
        return Self.answer(changed: keys, applications: names, warnings: controller.configurationWarnings)
    }

    private func current(
        onOverdue: @escaping @Sendable (BootError) -> Void
    ) async throws(ControlError) -> (ConfigurationLoader.Sources, Configuration) {
        do {
            let sources = try loader.sources()
            var configuration = try await load(sources, onOverdue: onOverdue)
            configuration.hideSecrets(of: loader.keys)
            return (sources, configuration)
        } catch {
            throw .refused(error.description)
        }
    }

    private func keepAgain(
        _ configuration: Configuration,
        as sources: ConfigurationLoader.Sources
    ) throws(ControlError) {
        guard sources.keeping?.isPruned == false else { return }
        do {
            try keep(configuration, as: sources)
        } catch {
            throw .failed("the new configuration is in force, but \(error)")
        }
    }

    private static func answer(changed: [String], applications: [String], warnings: [String]) -> JSONValue {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        var answer: JSONObject = ["changed": list(changed), "applications": list(applications)]
        if !warnings.isEmpty { answer["warnings"] = list(warnings) }
        return .object(answer)
    }

    private static func summary(_ keys: [String]) -> String {
        let shown = 20
        if keys.isEmpty { return "nothing changed" }
        return keys.prefix(shown).joined(separator: ", ") + (keys.count > shown ? " and more" : "")
            + " changed"
    }
}
