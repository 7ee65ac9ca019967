/// A key that an application declares: where its value stands, of which type it is, what holds without it.
///
///     static let port = ConfigurationKey<Int>("todo.port", default: 5454)
///     static let token = ConfigurationKey<String>("todo.api_token", secret: true)
public struct ConfigurationKey<Value: ConfigurationDecodable & Sendable>: ConfigurationKeyDeclaration {
    public let path: ConfigurationPath
    public let isSecret: Bool
    /// The value that holds when nothing is configured.
    public let defaultValue: Value?

    /// A key at `path`; the values of secret keys are never shown.
    public init(_ path: ConfigurationPath, default defaultValue: Value? = nil, secret: Bool = false) {
        self.path = path
        self.defaultValue = defaultValue
        self.isSecret = secret
    }
}

/// What can be said about a key without knowing its type.
public protocol ConfigurationKeyDeclaration: Sendable {
    /// Where the value stands.
    var path: ConfigurationPath { get }
    /// Whether the value must never be shown.
    var isSecret: Bool { get }
}
