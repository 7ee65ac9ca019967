/// A type that configuration keys can have.
///
/// Enumerations with raw values need no more than the conformance.
public protocol ConfigurationDecodable {
    /// What messages call the type: `int`, `list of string`.
    static var configurationTypeName: String { get }

    /// The value, unless `value` is of another kind.
    init?(configuration value: ConfigurationValue)
}

// Environment variables carry text alone, so text that spells a value is taken for it.

extension Bool: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { "bool" }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        switch value {
        case .bool(let flag): self = flag
        case .string("true"): self = true
        case .string("false"): self = false
        default: return nil
        }
    }
}

extension Int: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { "int" }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        switch value {
        case .int(let number): self = number
        case .string(let text): self.init(text)
        default: return nil
        }
    }
}

extension Double: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { "double" }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        switch value {
        case .int(let number): self.init(number)
        case .double(let number): self = number
        case .string(let text): self.init(text)
        default: return nil
        }
    }
}

extension String: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { "string" }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        guard case .string(let text) = value else { return nil }
        self = text
    }
}

extension ConfigurationDecodable where Self: RawRepresentable, RawValue: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String { RawValue.configurationTypeName }

    /// The value, unless `value` is of another kind.
    public init?(configuration value: ConfigurationValue) {
        guard let rawValue = RawValue(configuration: value) else { return nil }
        self.init(rawValue: rawValue)
    }
}

extension ConfigurationDecodable where Self: RawRepresentable & CaseIterable, RawValue: ConfigurationDecodable {
    /// What messages call the type.
    public static var configurationTypeName: String {
        "one of \(allCases.map { "\($0.rawValue)" }.joined(separator: ", "))"
    }
}
