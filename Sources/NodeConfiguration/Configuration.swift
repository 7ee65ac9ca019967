/// The configuration of a node: a table for each application, read with typed keys.
///
///     let configuration = Configuration(["todo": .table(["port": .int(5455)])])
///     let port = try configuration.get(TodoApplication.port)
public struct Configuration: Sendable {
    /// Everything, as one table by application.
    private var root: ConfigurationValue
    private var origins: [ConfigurationPath: ConfigurationOrigin] = [:]
    /// The keys whose values are never shown.
    public private(set) var secrets: Set<ConfigurationPath> = []

    /// A configuration of the given values, by application.
    public init(_ values: [String: ConfigurationValue] = [:]) {
        root = .table(values)
    }

    /// Every value, by application.
    public var values: [String: ConfigurationValue] {
        guard case .table(let values) = root else { return [:] }
        return values
    }

    /// The value at `path`; `nil` when it is not set.
    public subscript(path: ConfigurationPath) -> ConfigurationValue? {
        let value = root[path.components]
        return value == .null ? nil : value
    }

    /// Sets the value at `path`.
    public mutating func set(
        _ value: ConfigurationValue,
        at path: ConfigurationPath,
        from origin: ConfigurationOrigin? = nil
    ) {
        guard !path.components.isEmpty else { return }
        root = root.setting(value, at: path.components[...])
        origins[path] = origin
    }

    /// Puts `other` over this one: tables are merged, anything else is replaced.
    public mutating func merge(_ other: Configuration) {
        root = root.merging(other.root)
        origins.merge(other.origins) { $1 }
        secrets.formUnion(other.secrets)
    }

    /// This one with `other` put over it.
    public func merging(_ other: Configuration) -> Configuration {
        var result = self
        result.merge(other)
        return result
    }

    /// Where the value at `path`, or the innermost table around it, was set.
    public func origin(of path: ConfigurationPath) -> ConfigurationOrigin? {
        var components = path.components[...]
        while !components.isEmpty {
            if let origin = origins[ConfigurationPath(Array(components))] { return origin }
            components = components.dropLast()
        }
        return nil
    }

    /// Remembers where a value stands.
    package mutating func setOrigin(_ origin: ConfigurationOrigin, of path: ConfigurationPath) {
        origins[path] = origin
    }

    /// Keeps the values of the secret ones among `declarations` out of every text.
    public mutating func hideSecrets(of declarations: [any ConfigurationKeyDeclaration]) {
        secrets.formUnion(declarations.filter(\.isSecret).map(\.path))
    }

    /// Puts other values in place of all, below the same paths.
    mutating func replaceValues(
        _ transform: (ConfigurationValue, ConfigurationPath) -> ConfigurationValue
    ) {
        root = transform(root, ConfigurationPath([]))
    }
}
