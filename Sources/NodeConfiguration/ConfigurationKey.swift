/// A key that an application declares: where its value stands, of which type it is, what holds without it.
///
///     static let port = ConfigurationKey<Int>("todo.port", default: 5454)
///     static let token = ConfigurationKey<String>("todo.api_token", secret: true)
public struct ConfigurationKey<Value: ConfigurationDecodable & Sendable>: ConfigurationKeyDeclaration {
    /// Where the value stands.
    public let path: ConfigurationPath
    /// Whether the value must never be shown.
    public let isSecret: Bool
    /// Whether the value must be at boot what it was when the release was built.
    public let isFixed: Bool
    /// The value that holds when nothing is configured.
    public let defaultValue: Value?

    /// A key at `path`; the value of a secret one is never shown.
    ///
    /// A fixed one is recorded when the release is built; a boot that finds another value ends with both.
    public init(
        _ path: ConfigurationPath,
        default defaultValue: Value? = nil,
        secret: Bool = false,
        fixed: Bool = false
    ) {
        self.path = path
        self.defaultValue = defaultValue
        self.isSecret = secret
        self.isFixed = fixed
    }

    /// What messages call the type of the value.
    public var typeName: String { Value.configurationTypeName }

    /// Whether `value` can be read as the type of the key, or is nothing.
    public func accepts(_ value: ConfigurationValue) -> Bool {
        value == .null || Value(configuration: value) != nil
    }
}
