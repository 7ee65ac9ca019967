/// A type that is a single JSON value by itself, for the encoder and the decoder.
protocol JSONScalar {
    /// The value, or a reason why there is none.
    func jsonValue() throws(JSONScalarError) -> JSONValue

    /// The scalar of a value, or nil when the value is another sort of thing.
    init?(scalar value: JSONValue)

    /// What the type wants, in words: "a whole number from 0 to 255".
    static var expectation: String { get }
}

/// Why a number cannot be written.
struct JSONScalarError: Error {
    let reason: String
}

extension JSONValue: JSONScalar {
    static var expectation: String { "a value" }
    func jsonValue() throws(JSONScalarError) -> JSONValue { self }
    init?(scalar value: JSONValue) { self = value }
}

extension JSONObject: JSONScalar {
    static var expectation: String { "an object" }
    func jsonValue() throws(JSONScalarError) -> JSONValue { .object(self) }

    init?(scalar value: JSONValue) {
        guard case .object(let object) = value else { return nil }
        self = object
    }
}

extension Bool: JSONScalar {
    static var expectation: String { "a boolean" }
    func jsonValue() throws(JSONScalarError) -> JSONValue { .bool(self) }

    init?(scalar value: JSONValue) {
        guard let flag = value.asBool else { return nil }
        self = flag
    }
}

extension String: JSONScalar {
    static var expectation: String { "a string" }
    func jsonValue() throws(JSONScalarError) -> JSONValue { .string(self) }

    init?(scalar value: JSONValue) {
        guard let text = value.asString else { return nil }
        self = text
    }
}

extension JSONScalar where Self: BinaryFloatingPoint {
    static var expectation: String { "a number" }

    func jsonValue() throws(JSONScalarError) -> JSONValue {
        guard isFinite else { throw JSONScalarError(reason: "\(self) has no form in JSON") }
        return .double(Double(self))
    }

    init?(scalar value: JSONValue) {
        guard let number = value.asDouble else { return nil }
        self = Self(number)
    }
}

extension Double: JSONScalar {}

extension Float: JSONScalar {
    // By its own shortest digits: 0.1 stays 0.1 instead of becoming 0.10000000149011612.
    func jsonValue() throws(JSONScalarError) -> JSONValue {
        guard isFinite, let number = Double(description) else {
            throw JSONScalarError(reason: "\(self) has no form in JSON")
        }
        return .double(number)
    }
}

extension JSONScalar where Self: FixedWidthInteger {
    static var expectation: String { "a whole number from \(Self.min) to \(Self.max)" }

    func jsonValue() throws(JSONScalarError) -> JSONValue {
        if let number = Int(exactly: self) { return .int(number) }
        guard let number = Double(exactly: self) else {
            throw JSONScalarError(reason: "\(self) is too large for a number in JSON; encode it as a string")
        }
        return .double(number)
    }

    init?(scalar value: JSONValue) {
        switch value {
        case .int(let number): self.init(exactly: number)
        case .double(let number): self.init(exactly: number)
        default: return nil
        }
    }
}

extension Int: JSONScalar {}
extension Int8: JSONScalar {}
extension Int16: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt: JSONScalar {}
extension UInt8: JSONScalar {}
extension UInt16: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}
