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

extension ConfigurationValue {
    /// This value with `other` over it: tables are merged key by key, anything else is replaced.
    public func merging(_ other: ConfigurationValue) -> ConfigurationValue {
        guard case .table(let mine) = self, case .table(let theirs) = other else { return other }
        return .table(mine.merging(theirs) { $0.merging($1) })
    }

    /// The value below the given names; `nil` when a step is missing or is no table.
    public subscript(path: some Sequence<String>) -> ConfigurationValue? {
        var value = self
        for name in path {
            guard let next = value.child(name) else { return nil }
            value = next
        }
        return value
    }

    /// The value below one name, or at one place of a list.
    private func child(_ name: String) -> ConfigurationValue? {
        switch self {
        case .table(let table): table[name]
        case .list(let list): Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil }
        default: nil
        }
    }

    /// This value with `value` at `path`; what stands in the way and is no table is replaced.
    func setting(_ value: ConfigurationValue, at path: ArraySlice<String>) -> ConfigurationValue {
        guard let name = path.first else { return value }
        var table: [String: ConfigurationValue] = [:]
        if case .table(let current) = self { table = current }
        table[name] = (table[name] ?? .table([:])).setting(value, at: path.dropFirst())
        return .table(table)
    }
}
