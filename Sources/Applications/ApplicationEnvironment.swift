import NodeConfiguration

/// The configuration of a node while it runs: what was given, and what its code has put over it.
struct ApplicationEnvironment: Sendable {
    private struct Change {
        let path: ConfigurationPath
        /// Nothing for a value that was removed.
        let value: ConfigurationValue
        /// Whether it outlasts the loading of its application.
        let isPersistent: Bool
    }

    private var given: Configuration
    private var changes: [Change] = []
    /// What everybody reads.
    private(set) var current: Configuration

    init(_ configuration: Configuration) {
        given = configuration
        current = configuration
    }

    /// What everybody would read if this were given.
    func over(_ configuration: Configuration) -> Configuration {
        guard !changes.isEmpty else { return configuration }
        var result = configuration.opened()
        for change in changes { result.set(change.value, at: change.path) }
        return result
    }

    /// Takes another configuration as given; what was put over the former stays.
    mutating func replace(_ configuration: Configuration) {
        given = configuration
        current = over(configuration)
    }

    mutating func put(_ value: ConfigurationValue, at path: ConfigurationPath, isPersistent: Bool) {
        changes.removeAll { $0.path.components.starts(with: path.components) }
        changes.append(Change(path: path, value: value, isPersistent: isPersistent))
        current = over(given)
    }

    /// Forgets what was put for an application and is not persistent.
    mutating func load(_ application: String) {
        let former = changes.count
        changes.removeAll { !$0.isPersistent && $0.path.components.first == application }
        if changes.count != former { current = over(given) }
    }
}
