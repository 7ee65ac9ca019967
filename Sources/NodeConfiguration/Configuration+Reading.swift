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
    ///
    /// Text that spells a value is taken for it, as with keys; keys that the type does not have are passed over.
    public func decode<Value: Decodable>(
        _ type: Value.Type,
        at path: ConfigurationPath
    ) throws(ConfigurationError) -> Value {
        do {
            return try ConfigurationDecoder(value: self[path] ?? .table([:]), codingPath: []).decode(type)
        } catch let error as DecodingError {
            throw problem(error, below: path)
        } catch {
            throw .undecodable(
                path,
                reason: hidesSecrets(below: path) ? Self.hidden : "\(error)",
                origin: origin(of: path)
            )
        }
    }

    private static let hidden = "a value has the wrong type or is missing"

    private func problem(_ error: DecodingError, below path: ConfigurationPath) -> ConfigurationError {
        switch error {
        case .keyNotFound(let key, let context):
            return .notSet(path.appending(context.codingPath + [key]), expected: context.debugDescription)
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            let place = path.appending(context.codingPath)
            guard let value = self[place] else { return .notSet(place, expected: context.debugDescription) }
            return .wrongType(
                place,
                expected: context.debugDescription,
                found: isSecret(place) ? "a value of type \(value.typeName)" : value.found,
                origin: origin(of: place)
            )
        case .dataCorrupted(let context):
            let place = path.appending(context.codingPath)
            let reason = isSecret(place) ? Self.hidden : context.debugDescription
            return .undecodable(place, reason: reason, origin: origin(of: place))
        @unknown default:
            return .undecodable(path, reason: Self.hidden, origin: origin(of: path))
        }
    }

    /// What cannot be read as the declared type, sorted by key.
    public func problems(with declarations: [any ConfigurationKeyDeclaration]) -> [ConfigurationError] {
        // Few are wrong of many: only those are put in order.
        let wrong = declarations.compactMap { key in
            self[key.path].flatMap { value in key.accepts(value) ? nil : (key, value) }
        }
        return wrong.sorted { $0.0.path.description < $1.0.path.description }.map { key, value in
            wrongType(value, for: key)
        }
    }

    private func wrongType(
        _ value: ConfigurationValue,
        for key: any ConfigurationKeyDeclaration
    ) -> ConfigurationError {
        .wrongType(
            key.path,
            expected: key.typeName,
            found: key.isSecret || isSecret(key.path) ? "a value of type \(value.typeName)" : value.found,
            origin: origin(of: key.path)
        )
    }

    /// Whether the value at `path` is never shown: it is secret itself, lies in something secret, or holds it.
    func isSecret(_ path: ConfigurationPath) -> Bool {
        let components = path.components
        return secrets.contains {
            components.starts(with: $0.components) || $0.components.starts(with: components)
        }
    }

    private func hidesSecrets(below path: ConfigurationPath) -> Bool {
        secrets.contains { $0.components.starts(with: path.components) }
    }
}

extension ConfigurationPath {
    fileprivate func appending(_ keys: [any CodingKey]) -> ConfigurationPath {
        ConfigurationPath(components + keys.map { $0.intValue.map(String.init) ?? $0.stringValue })
    }
}
