public import JSONValues

extension Configuration {
    /// A configuration read from JSON: an object of applications, each an object of keys.
    public init(_ json: JSONValue, from origin: ConfigurationOrigin) throws(ConfigurationError) {
        guard case .table(let applications) = ConfigurationValue(json) else {
            throw .malformed(origin, reason: "an object with the name of an application for each table is expected")
        }
        try self.init(applications, from: origin)
    }

    /// A configuration of tables by application, all set at `origin`.
    package init(
        _ applications: [String: ConfigurationValue],
        from origin: ConfigurationOrigin
    ) throws(ConfigurationError) {
        self.init(applications)
        setOrigin(origin, of: ConfigurationPath([]))
        for (name, value) in applications.sorted(by: { $0.key < $1.key }) { try requireTable(value, name) }
    }

    /// Refuses an application that is no table.
    func requireTable(_ value: ConfigurationValue, _ application: String) throws(ConfigurationError) {
        if case .table = value { return }
        let path = ConfigurationPath([application])
        throw .wrongType(path, expected: "table", found: "a value of type \(value.typeName)", origin: origin(of: path))
    }

    /// Everything as JSON, secrets included: for files that only the owner reads.
    package var json: JSONValue { ConfigurationValue.table(values).json }

    /// Every key with its value and its origin, secret values left out.
    package var listing: JSONValue {
        let keys = entries.map { entry -> JSONValue in
            var object: JSONObject = ["key": .string(entry.path.description)]
            if let value = entry.value { object["value"] = value.json } else { object["secret"] = true }
            object["origin"] = entry.origin.map { .string($0.description) }
            return .object(object)
        }
        return ["keys": .array(keys)]
    }
}
