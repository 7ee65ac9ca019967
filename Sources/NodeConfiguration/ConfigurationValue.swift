/// One value of a configuration: a leaf, a list, or a table of further values.
public enum ConfigurationValue: Hashable, Sendable {
    /// Nothing: a key that holds it counts as not set.
    case null
    /// True or false.
    case bool(Bool)
    /// A whole number.
    case int(Int)
    /// A number with a fraction.
    case double(Double)
    /// Text.
    case string(String)
    /// Binary data.
    case bytes([UInt8])
    /// Values in order.
    case list([ConfigurationValue])
    /// Values by name.
    case table([String: ConfigurationValue])
}
