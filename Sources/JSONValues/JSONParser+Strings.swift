extension JSONParser {
    /// Reads a string from its opening quote on.
    mutating func string() throws(JSONError) -> String {
        let opening = position
        position += 1
        let text = try plainText(opening: opening)
        if bytes[position] == UInt8(ascii: "\"") {
            position += 1
            return text
        }
        return try escapedString(opening: opening, start: text)
    }

    /// Reads up to the next quote or backslash.
    private mutating func plainText(opening: Int) throws(JSONError) -> String {
        let start = position
        var combined: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 || byte == 0x5c {
                return try text(start..<position, isASCII: combined < 0x80)
            }
            if byte < 0x20 { throw malformed("control characters in strings must be escaped", at: position) }
            combined |= byte
            position += 1
        }
        throw malformed("the string that starts here has no end", at: opening)
    }

    private func text(_ range: Range<Int>, isASCII: Bool) throws(JSONError) -> String {
        let slice = UnsafeBufferPointer(rebasing: bytes[range])
        if !isASCII, let offset = UTF8Validation.firstInvalidOffset(in: slice) {
            throw malformed("invalid UTF-8", at: range.lowerBound + offset)
        }
        return String(decoding: slice, as: UTF8.self)
    }

    private mutating func escapedString(opening: Int, start: String) throws(JSONError) -> String {
        var text = start
        while bytes[position] == UInt8(ascii: "\\") {
            text.unicodeScalars.append(try escape())
            text += try plainText(opening: opening)
        }
        position += 1
        return text
    }

    /// Reads an escape from its backslash on.
    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 2
        guard position <= bytes.count else { throw malformed("unfinished escape", at: start) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(start: start)
        default: throw malformed("unknown escape", at: start)
        }
    }

    private mutating func unicodeEscape(start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try fourDigits(start: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { throw malformed("half a surrogate pair", at: start) }
        position += 2
        let second = try fourDigits(start: position - 2)
        guard (0xdc00..<0xe000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw malformed("half a surrogate pair", at: start) }
        return scalar
    }

    private mutating func fourDigits(start: Int) throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw malformed("unfinished escape", at: start) }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch bytes[position] {
            case let byte where byte &- 0x30 < 10: digit = byte - 0x30
            case let byte where (byte | 0x20) &- 0x61 < 6: digit = (byte | 0x20) - 0x61 + 10
            default: throw malformed("expected four hexadecimal digits", at: start)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
