/// What a reload changes for one application.
public struct ConfigurationChange: Sendable {
    /// The configuration of the node so far.
    public let former: Configuration
    /// The configuration of the node from now on.
    public let configuration: Configuration
    /// The keys of the application that have another value, sorted.
    public let changed: [ConfigurationPath]
    /// The keys of the application that had no value, sorted.
    public let added: [ConfigurationPath]
    /// The keys of the application that have no value any more, sorted.
    public let removed: [ConfigurationPath]

    /// What differs below the table of `application`.
    public init(of application: String, from former: Configuration, to configuration: Configuration) {
        self.former = former
        self.configuration = configuration
        let root: ConfigurationPath = [application]
        let (old, new) = (former[root] ?? .table([:]), configuration[root] ?? .table([:]))
        let differing = new.leavesDiffering(from: old).map { ConfigurationPath([application] + $0) }
        changed = differing.filter { former[$0] != nil && configuration[$0] != nil }
        added = differing.filter { former[$0] == nil && configuration[$0] != nil }
        removed = old.leavesDiffering(from: new).map { ConfigurationPath([application] + $0) }
            .filter { former[$0] != nil && configuration[$0] == nil }
    }

    /// Whether nothing differs.
    public var isEmpty: Bool { changed.isEmpty && added.isEmpty && removed.isEmpty }

    /// Whether the value of `key` differs.
    public func concerns(_ key: some ConfigurationKeyDeclaration) -> Bool {
        former[key.path] != configuration[key.path]
    }

    /// The way back.
    package var reversed: ConfigurationChange {
        ConfigurationChange(
            former: configuration,
            configuration: former,
            changed: changed,
            added: removed,
            removed: added
        )
    }

    private init(
        former: Configuration,
        configuration: Configuration,
        changed: [ConfigurationPath],
        added: [ConfigurationPath],
        removed: [ConfigurationPath]
    ) {
        self.former = former
        self.configuration = configuration
        self.changed = changed
        self.added = added
        self.removed = removed
    }
}
