package import JSONValues
package import NodeConfiguration

/// Reads a further file of the host.
package struct FileProvider: BuiltInProvider {
    private let path: HostPath
    private let isOptional: Bool?
    private let environment: String?
    private let target: String?
    private let imports: Bool?

    /// Takes a path, or an object with `path` and what is said about reading it.
    package init(options: JSONValue) throws {
        if options.asString != nil {
            (path, isOptional, environment, target, imports) = (try options.decode(HostPath.self), nil, nil, nil, nil)
        } else {
            self = try options.decode(FileProvider.self)
        }
    }

    package var title: String { "file \(path)" }

    package func load(
        over configuration: Configuration,
        in surroundings: ProviderSurroundings
    ) throws -> Configuration {
        if isOptional == true, path.isUnset(in: surroundings.variables) { return configuration }
        let file = try path.resolved(in: surroundings.variables)
        let reader = ConfigurationReader(
            formats: surroundings.formats,
            variables: surroundings.variables,
            environmentName: environment,
            target: target,
            imports: imports == false ? .disabled : .allowed()
        )
        do {
            return configuration.merging(try reader.read(file))
        } catch {
            if isOptional == true, error == .missing(FilePath.normalized(file)) { return configuration }
            throw error
        }
    }
}
