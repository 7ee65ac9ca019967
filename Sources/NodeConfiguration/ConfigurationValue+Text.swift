extension ConfigurationValue: CustomStringConvertible {
    /// The text shown to people.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let value): value.debugDescription
        case .bytes(let value): "\(value.count) bytes"
        case .list(let values): "[\(values.map(\.description).joined(separator: ", "))]"
        case .table(let values): "{\(Self.text(of: values))}"
        }
    }

    private static func text(of table: [String: ConfigurationValue]) -> String {
        table.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }

    /// What kind of value this is, as messages say it.
    public var typeName: String {
        switch self {
        case .null: "nothing"
        case .bool: "bool"
        case .int: "int"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .table: "table"
        }
    }

    /// The kind, and of a short leaf also the value: what messages say was found.
    var found: String {
        switch self {
        case .null, .bytes, .list, .table:
            return "a value of type \(typeName)"
        case .string(let text) where text.utf8.count > 60:
            return "a long string"
        case .bool, .int, .double, .string:
            return "the \(typeName) \(self)"
        }
    }
}
