/// The configuration of a node: a table for each application, read with typed keys.
///
///     let configuration = Configuration(["todo": .table(["port": .int(5455)])])
///     let port = try configuration.get(TodoApplication.port)
public struct Configuration: Sendable {
    /// Everything, as one table by application.
    private var root: ConfigurationValue
    /// What was put over what, so that each value can say where it was set; the last one wins.
    private var layers: [OriginLayer]
    /// The keys whose values are never shown.
    public private(set) var secrets: Set<ConfigurationPath> = []

    /// A configuration of the given values, by application.
    public init(_ values: [String: ConfigurationValue] = [:]) {
        root = .table(values)
        layers = values.isEmpty ? [] : [OriginLayer(values: root)]
    }

    /// Values whose places are looked up when somebody asks.
    package init(_ values: [String: ConfigurationValue], positions: PositionTable) {
        root = .table(values)
        layers = [OriginLayer(values: root, positions: positions)]
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

    /// Sets the value at `path`, in place of what is there.
    public mutating func set(
        _ value: ConfigurationValue,
        at path: ConfigurationPath,
        from origin: ConfigurationOrigin? = nil
    ) {
        guard !path.components.isEmpty else { return }
        root = root.setting(value, at: path.components[...])
        if layers.isEmpty { layers.append(OriginLayer()) }
        layers[layers.count - 1].set(value, at: path, from: origin)
    }

    /// Puts a value over what is at `path`: tables are merged key by key, anything else is replaced.
    public mutating func merge(
        _ value: ConfigurationValue,
        at path: ConfigurationPath,
        from origin: ConfigurationOrigin? = nil
    ) {
        guard !path.components.isEmpty else { return }
        var other = Configuration()
        other.set(value, at: path, from: origin)
        merge(other)
    }

    /// Puts `other` over this one: tables are merged, anything else is replaced.
    public mutating func merge(_ other: Configuration) {
        root = root.merging(other.root)
        layers += other.layers
        secrets.formUnion(other.secrets)
    }

    /// This one with `other` put over it.
    public func merging(_ other: Configuration) -> Configuration {
        var result = self
        result.merge(other)
        return result
    }

    /// Where the value at `path`, or the innermost table around it, was set; `nil` when there is no value.
    public func origin(of path: ConfigurationPath) -> ConfigurationOrigin? {
        // What was put on last decides, even when it does not know where it came from.
        for layer in layers.reversed() where layer.values[path.components] != nil { return layer.origin(of: path) }
        return nil
    }

    /// Remembers where a value stands.
    package mutating func setOrigin(_ origin: ConfigurationOrigin, of path: ConfigurationPath) {
        if layers.isEmpty { layers.append(OriginLayer()) }
        layers[layers.count - 1].note(origin, of: path)
    }

    /// Keeps the values of the secret ones among `declarations` out of every text.
    public mutating func hideSecrets(of declarations: [any ConfigurationKeyDeclaration]) {
        secrets.formUnion(declarations.filter(\.isSecret).map(\.path))
    }

    /// Keeps what is at `path` out of every text.
    public mutating func hide(_ path: ConfigurationPath) {
        secrets.insert(path)
    }

    /// Puts other values in place of all, below the same paths.
    mutating func replaceValues(
        _ transform: (ConfigurationValue, ConfigurationPath) -> ConfigurationValue
    ) {
        root = transform(root, ConfigurationPath([]))
    }
}

extension Configuration {
    /// This one, prepared for somebody who changes it and may not say where from.
    package func opened() -> Configuration {
        var result = self
        result.layers.append(OriginLayer())
        return result
    }

    /// This one, made from `former`, with `origin` for every value that changed and does not say where it is from.
    package func attributingChanges(since former: Configuration, to origin: ConfigurationOrigin) -> Configuration {
        var result = self
        // Whoever made a configuration of their own knows nothing of the places that values had before.
        if layers.count < former.layers.count { result.layers = former.layers + layers }
        var changes = ConfigurationValue.table([:])
        for path in root.leavesDiffering(from: former.root) {
            guard let value = root[path] else { continue }
            let known = result.origin(of: ConfigurationPath(path))
            if known == nil || known == former.origin(of: ConfigurationPath(path)) {
                changes = changes.setting(value, at: path[...])
            }
        }
        guard changes != .table([:]) else { return result }
        var layer = OriginLayer(values: changes)
        layer.note(origin, of: ConfigurationPath([]))
        result.layers.append(layer)
        return result
    }
}
