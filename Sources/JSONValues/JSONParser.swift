/// Reads one JSON text from bytes, descending at most `depth` levels.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let depth: Int
    var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(level: 0)
        skipSpace()
        guard position == bytes.count else { throw unexpected("expected nothing more") }
        return value
    }

    private mutating func value(level: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw unexpected("expected a value") }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "{"):
            try checkLevel(level)
            return .object(try object(level: level + 1))
        case UInt8(ascii: "["):
            try checkLevel(level)
            return .array(try array(level: level + 1))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: "t"):
            return try literal("true", .bool(true))
        case UInt8(ascii: "f"):
            return try literal("false", .bool(false))
        case UInt8(ascii: "n"):
            return try literal("null", .null)
        default:
            throw unexpected("expected a value")
        }
    }

    private func checkLevel(_ level: Int) throws(JSONError) {
        guard level >= depth else { return }
        let (line, column) = place(of: position)
        throw .tooDeep(limit: depth, line: line, column: column)
    }

    private mutating func array(level: Int) throws(JSONError) -> [JSONValue] {
        position += 1
        if skip(UInt8(ascii: "]")) { return [] }
        var elements: [JSONValue] = []
        while true {
            elements.append(try value(level: level))
            if skip(UInt8(ascii: ",")) { continue }
            guard skip(UInt8(ascii: "]")) else { throw unexpected("expected ',' or ']'") }
            return elements
        }
    }

    private mutating func object(level: Int) throws(JSONError) -> JSONObject {
        position += 1
        var object = JSONObject()
        if skip(UInt8(ascii: "}")) { return object }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw unexpected("expected a name in quotes")
            }
            let key = try string()
            guard skip(UInt8(ascii: ":")) else { throw unexpected("expected ':'") }
            object[key] = try value(level: level)
            if skip(UInt8(ascii: ",")) { continue }
            guard skip(UInt8(ascii: "}")) else { throw unexpected("expected ',' or '}'") }
            return object
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount {
            guard position + index < bytes.count, bytes[position + index] == text.utf8Start[index] else {
                throw malformed("expected '\(text)'", at: position)
            }
        }
        position += text.utf8CodeUnitCount
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            position += 1
        }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
