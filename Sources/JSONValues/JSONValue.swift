/// A JSON text as a value.
///
///     let value: JSONValue = ["name": "todo", "ports": [5454, 5455]]
///     value["ports"]?[0]?.asInt                     // 5454
///     try JSONValue(parsing: #"{"a": [1, 2.5]}"#)   // values keep the order of members
///
/// Whole numbers that fit are `int`, all others `double`.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The member of an object, or nil when there is none or this is no object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The element of an array, or nil when there is none or this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text, if this is one.
    public var asString: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number, if this is one, also when it is written as `1.0`.
    public var asInt: Int? {
        switch self {
        case .int(let number): number
        case .double(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The number, if this is one.
    public var asDouble: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    /// The truth value, if this is one.
    public var asBool: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    /// The elements, if this is an array.
    public var asArray: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, if this is an object.
    public var asObject: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// Whether this is null.
    public var isNull: Bool { self == .null }

    /// What sort of value this is, in words for messages: "a number", "an object".
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .double: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { text() }
}
