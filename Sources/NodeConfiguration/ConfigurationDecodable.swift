/// A type that configuration keys can have.
public protocol ConfigurationDecodable {
    /// What messages call a value of this type, with its article: `an integer`.
    static var configurationTypeName: String { get }

    /// The value, unless `value` is of another kind.
    init?(configuration value: ConfigurationValue)
}
extension Int: ConfigurationDecodable {
    public static var configurationTypeName: String { "an integer" }
    public init?(configuration value: ConfigurationValue) {
        guard case .int(let number) = value else { return nil }
        self = number
    }
}
extension String: ConfigurationDecodable {
    public static var configurationTypeName: String { "text" }
    public init?(configuration value: ConfigurationValue) {
        guard case .string(let text) = value else { return nil }
        self = text
    }
}
