public import NodeConfiguration

/// What an application says about itself, apart from its configuration.
public struct ApplicationSpecification: Sendable {
    /// Its name.
    public let name: String
    /// What it is for.
    public let summary: String
    /// Its version; empty outside of a release when it says none.
    public let version: String
    /// What its end means for the node, as the release says.
    public let type: StartType
    /// The names of what must run before it.
    public let dependencies: [String]
    /// The names of what must run before it if the program has it.
    public let optionalDependencies: [String]
    /// The Swift modules whose types belong to it.
    public let modules: [String]
    /// What happens after its start, in order.
    public let startPhases: [String]
    /// The keys it reads.
    public let keys: [any ConfigurationKeyDeclaration]

    init(_ entry: ApplicationEntry, version: String) {
        name = entry.name
        summary = entry.summary
        self.version = version
        type = entry.type
        dependencies = entry.dependencies
        optionalDependencies = entry.optionalDependencies
        modules = entry.modules
        startPhases = entry.startPhases
        keys = entry.keys
    }
}
