package import NodeConfiguration

/// The runtime file of a release, which the build has turned into JSON; always the first provider.
package struct RuntimeFileProvider: Sendable {
    private let runtime: RuntimeConfiguration

    package init(_ runtime: RuntimeConfiguration) {
        self.runtime = runtime
    }

    package var title: String { runtime.file }

    package func load(
        over configuration: Configuration,
        in surroundings: ProviderSurroundings
    ) throws(ConfigurationError) -> Configuration {
        configuration.merging(try runtime.configuration.resolvingVariables(in: surroundings.variables))
    }
}
