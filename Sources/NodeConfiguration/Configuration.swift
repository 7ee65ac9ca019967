/// The configuration of a node: a table for each application, read with typed keys.
public struct Configuration: Sendable {
    /// Every value, by application.
    public private(set) var values: [String: ConfigurationValue]

    /// A configuration of the given values.
    public init(_ values: [String: ConfigurationValue] = [:]) {
        self.values = values
    }

    /// The value of `key`, or its default; an error when there is neither, or when the value is of another type.
    public func get<Value>(_ key: ConfigurationKey<Value>) throws(ConfigurationError) -> Value {
        throw .notSet(key.path)
    }

    /// The value of `key`, its default, or `nil`; an error when the value is of another type.
    public func getIfSet<Value>(_ key: ConfigurationKey<Value>) throws(ConfigurationError) -> Value? {
        nil
    }
}
