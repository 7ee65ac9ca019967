extension Optional: ConfigurationDecodable where Wrapped: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { Wrapped.configurationTypeName }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        if case .null = value {
            self = .none
        } else if let wrapped = Wrapped(configuration: value) {
            self = .some(wrapped)
        } else {
            return nil
        }
    }
}

extension Array: ConfigurationDecodable where Element: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String {
        Element.self == UInt8.self ? "bytes" : "list of \(Element.configurationTypeName)"
    }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        if case .bytes(let bytes) = value, let same = bytes as? Self {
            self = same
            return
        }
        guard case .list(let values) = value else { return nil }
        self = []
        for value in values {
            guard let element = Element(configuration: value) else { return nil }
            append(element)
        }
    }
}

extension Dictionary: ConfigurationDecodable where Key == String, Value: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { "table of \(Value.configurationTypeName)" }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        guard case .table(let table) = value else { return nil }
        self = [:]
        for (name, value) in table {
            guard let element = Value(configuration: value) else { return nil }
            self[name] = element
        }
    }
}

extension UInt8: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { "byte" }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        guard let number = Int(configuration: value) else { return nil }
        self.init(exactly: number)
    }
}

extension ConfigurationValue: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { "any" }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        self = value
    }
}
