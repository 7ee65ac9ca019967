extension Optional: ConfigurationDecodable where Wrapped: ConfigurationDecodable {
    public static var configurationTypeName: String { Wrapped.configurationTypeName }

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
    public static var configurationTypeName: String {
        Element.self == UInt8.self ? "bytes" : "list of \(Element.configurationTypeName)"
    }

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
    public static var configurationTypeName: String { "table of \(Value.configurationTypeName)" }

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
    public static var configurationTypeName: String { "byte" }

    public init?(configuration value: ConfigurationValue) {
        guard let number = Int(configuration: value) else { return nil }
        self.init(exactly: number)
    }
}

extension ConfigurationValue: ConfigurationDecodable {
    public static var configurationTypeName: String { "any" }

    public init?(configuration value: ConfigurationValue) {
        self = value
    }
}
