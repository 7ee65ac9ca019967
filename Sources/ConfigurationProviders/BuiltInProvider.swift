package import JSONValues
package import NodeConfiguration

/// What built-in providers find at boot.
package struct ProviderSurroundings: Sendable {
    /// The environment.
    package let variables: [String: String]
    /// The formats of files that the program can read.
    package let formats: [ConfigurationFormat]

    package init(variables: [String: String], formats: [ConfigurationFormat]) {
        self.variables = variables
        self.formats = formats
    }
}

/// A provider that comes with this package; unlike others it is handed what it reads.
package protocol BuiltInProvider: Codable, Sendable {
    /// What messages call it.
    var title: String { get }

    func load(over configuration: Configuration, in surroundings: ProviderSurroundings) throws -> Configuration
}

/// The built-in providers by the names that a release knows them by.
package enum BuiltInProviders {
    package static let names = ["file", "environment", "secrets"]

    /// The state of a provider made of its options, as the release carries it.
    package static func state(of name: String, options: JSONValue) throws -> JSONValue {
        switch name {
        case "file": try JSONValue(encoding: FileProvider(options: options))
        case "environment": try JSONValue(encoding: EnvironmentProvider(options: options))
        default: try JSONValue(encoding: SecretsProvider(options: options))
        }
    }

    /// The provider that a release carries.
    package static func provider(_ name: String, state: JSONValue) throws -> any BuiltInProvider {
        switch name {
        case "file": try state.decode(FileProvider.self)
        case "environment": try state.decode(EnvironmentProvider.self)
        default: try state.decode(SecretsProvider.self)
        }
    }
}
