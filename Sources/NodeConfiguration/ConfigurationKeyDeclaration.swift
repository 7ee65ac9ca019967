/// What can be said about a key without knowing its type.
public protocol ConfigurationKeyDeclaration: Sendable {
    /// Where the value stands.
    var path: ConfigurationPath { get }
    /// Whether the value must never be shown.
    var isSecret: Bool { get }
    /// Whether the value must be at boot what it was when the release was built.
    var isFixed: Bool { get }
    /// What messages call the type of the value.
    var typeName: String { get }

    /// Whether `value` can be read as the key's type.
    func accepts(_ value: ConfigurationValue) -> Bool
}

extension ConfigurationKeyDeclaration {
    /// It may change.
    public var isFixed: Bool { false }
}
