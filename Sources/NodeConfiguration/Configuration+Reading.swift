import JSONValues

extension Configuration {
    /// The value of `key`, or its default; an error when there is neither, or when the value is of another type.
    public func get<Value>(_ key: ConfigurationKey<Value>) throws(ConfigurationError) -> Value {
        if let value = try getIfSet(key) { return value }
        // An optional type has a value for what is not set.
        if let absent = Value(configuration: .null) { return absent }
        throw .notSet(key.path, expected: key.typeName)
    }

    /// The value of `key`, its default, or `nil`; an error when the value is of another type.
    public func getIfSet<Value>(_ key: ConfigurationKey<Value>) throws(ConfigurationError) -> Value? {
        guard let found = self[key.path] else { return key.defaultValue }
        guard let value = Value(configuration: found) else { throw wrongType(found, for: key) }
        return value
    }

    /// The whole table at `path` as a type of yours, for example all of an application's configuration.
    public func decode<Value: Decodable>(
        _ type: Value.Type,
        at path: ConfigurationPath
    ) throws(ConfigurationError) -> Value {
        let value = self[path] ?? .table([:])
        do {
            return try value.json.decode(type)
        } catch {
            let reason = hidesSecrets(below: path) ? "a value has the wrong type or is missing" : "\(error)"
            throw .undecodable(path, reason: reason, origin: origin(of: path))
        }
    }

    /// What cannot be read as the declared type, sorted by key.
    public func problems(with declarations: [any ConfigurationKeyDeclaration]) -> [ConfigurationError] {
        declarations.sorted { $0.path.description < $1.path.description }.compactMap { key in
            guard let value = self[key.path], !key.accepts(value) else { return nil }
            return wrongType(value, for: key)
        }
    }

    private func wrongType(
        _ value: ConfigurationValue,
        for key: any ConfigurationKeyDeclaration
    ) -> ConfigurationError {
        let isSecret = key.isSecret || secrets.contains(key.path)
        return .wrongType(
            key.path,
            expected: key.typeName,
            found: isSecret ? "a value of type \(value.typeName)" : value.found,
            origin: origin(of: key.path)
        )
    }

    private func hidesSecrets(below path: ConfigurationPath) -> Bool {
        secrets.contains { $0.components.starts(with: path.components) }
    }
}
