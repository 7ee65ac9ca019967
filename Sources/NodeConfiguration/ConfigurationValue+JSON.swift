public import JSONValues

extension ConfigurationValue {
    /// The one name of an object that stands for binary data, which JSON does not have.
    private static let bytesName = "$bytes"

    /// A value read from JSON; an object with the single name `$bytes` is binary data in base 64.
    public init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .array(let values): self = .list(values.map(ConfigurationValue.init))
        case .object(let object):
            if let bytes = Self.bytes(in: object) {
                self = .bytes(bytes)
            } else {
                var table: [String: ConfigurationValue] = [:]
                for (name, value) in object { table[name] = ConfigurationValue(value) }
                self = .table(table)
            }
        }
    }

    private static func bytes(in object: JSONObject) -> [UInt8]? {
        guard object.count == 1, case .string(let text)? = object[bytesName] else { return nil }
        return Base64.decode(text)
    }

    /// The value as JSON, tables sorted by name.
    public var json: JSONValue {
        switch self {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .double(let value): return .double(value)
        case .string(let value): return .string(value)
        case .bytes(let value): return .object([Self.bytesName: .string(Base64.encode(value))])
        case .list(let values): return .array(values.map(\.json))
        case .table(let table):
            var object: JSONObject = [:]
            for (name, value) in table.sorted(by: { $0.key < $1.key }) { object[name] = value.json }
            return .object(object)
        }
    }
}
