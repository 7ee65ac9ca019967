package import NodeConfiguration
import NodeLogging
import Synchronization

extension ApplicationController {
    /// Gives the node another configuration: every running application accepts what changes for it, or none has it.
    ///
    /// An application that throws has refused, and so has one that takes longer than it may take to stop; those that were
    /// told before are told the way back. Returns the names of the applications that something changed for.
    package func reconfigure(_ configuration: Configuration) async throws(ApplicationError) -> [String] {
        var given = configuration
        given.hideSecrets(of: catalog.keys)
        let configuration = environment.withLock { $0.over(given) }
        let (former, unknown) = (self.configuration, try catalog.check(configuration))
        for warning in Self.warnings(about: unknown) { log.warning(warning) }
        var told: [ConfigurationHandover] = []
        for entry in catalog.entries where state.withLock({ $0.isRunning(entry.name) }) {
            let change = ConfigurationChange(of: entry.name, from: former, to: configuration)
            guard !change.isEmpty else { continue }
            let handover = ConfigurationHandover(
                entry: entry,
                change: change,
                limit: limits.graceful,
                clock: clock,
                log: log.labelled(entry.name),
                unfinished: unfinishedChanges
            )
            do throws(ApplicationError) {
                try await handover.perform()
            } catch {
                for handover in told.reversed() { await handover.takeBack() }
                throw error
            }
            told.append(handover)
        }
        environment.withLock { $0.replace(given) }
        return told.map(\.entry.name)
    }

    /// What people are to be told about the configuration, as they are when the node boots with it.
    package var configurationWarnings: [String] {
        let unknown = configuration.unknownKeys(of: catalog.entries.map(\.name), declared: catalog.keys)
        return Self.warnings(about: unknown)
    }
}
