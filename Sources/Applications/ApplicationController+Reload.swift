package import NodeConfiguration
import NodeLogging
import Synchronization

extension ApplicationController {
    /// Gives the node another configuration: every running application accepts what changes for it, or none has it.
    ///
    /// An application that throws has refused; those that were told before are told the way back. Returns the names of
    /// the applications that something changed for.
    package func reconfigure(_ configuration: Configuration) async throws(ApplicationError) -> [String] {
        var given = configuration
        given.hideSecrets(of: catalog.keys)
        let configuration = environment.withLock { $0.over(given) }
        let (former, unknown) = (self.configuration, try catalog.check(configuration))
        for key in unknown.prefix(20) { log.warning(key.description) }
        var told: [(entry: ApplicationEntry, change: ConfigurationChange)] = []
        for entry in catalog.entries where state.withLock({ $0.isRunning(entry.name) }) {
            let change = ConfigurationChange(of: entry.name, from: former, to: configuration)
            guard !change.isEmpty else { continue }
            do {
                try await entry.application.configurationChanged(change)
                told.append((entry, change))
            } catch {
                for former in told.reversed() { await takeBack(former.change, from: former.entry) }
                throw .configurationRefused(entry.name, error)
            }
        }
        environment.withLock { $0.replace(given) }
        return told.map(\.entry.name)
    }

    private func takeBack(_ change: ConfigurationChange, from entry: ApplicationEntry) async {
        do {
            try await entry.application.configurationChanged(change.reversed)
        } catch {
            log.labelled(entry.name).error("does not take its former configuration back: \(error)")
        }
    }
}
