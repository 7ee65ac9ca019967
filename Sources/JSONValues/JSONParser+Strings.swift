extension JSONParser {
    /// Reads a string from its opening quote on.
    mutating func string() throws(JSONError) -> String {
        let opening = position
        position += 1
        let start = position
        try passPlain(opening: opening)
        if bytes[position] == UInt8(ascii: "\"") {
            position += 1
            return try text(bytes[start..<position - 1])
        }
        return try escapedString(opening: opening, start: start)
    }

    /// Moves to the next quote or backslash.
    private mutating func passPlain(opening: Int) throws(JSONError) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw malformed("control characters in strings must be escaped", at: position) }
            position += 1
        }
        throw malformed("the string that starts here has no end", at: opening)
    }

    private func text(_ slice: Slice<UnsafeBufferPointer<UInt8>>) throws(JSONError) -> String {
        if let text = String(validating: UnsafeBufferPointer(rebasing: slice), as: UTF8.self) { return text }
        throw malformed("invalid UTF-8", at: firstInvalidByte(in: slice))
    }

    private mutating func escapedString(opening: Int, start: Int) throws(JSONError) -> String {
        var text = try text(bytes[start..<position])
        while bytes[position] == UInt8(ascii: "\\") {
            text.unicodeScalars.append(try escape())
            let start = position
            try passPlain(opening: opening)
            text += try self.text(bytes[start..<position])
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

    private func firstInvalidByte(in slice: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        var index = slice.startIndex
        while index < slice.endIndex {
            let length = min(Self.sequenceLength(slice[index]), slice.endIndex - index)
            let sequence = UnsafeBufferPointer(rebasing: slice[index..<index + length])
            if String(validating: sequence, as: UTF8.self) == nil { return index }
            index += length
        }
        return slice.startIndex
    }

    private static func sequenceLength(_ lead: UInt8) -> Int {
        switch lead {
        case 0xf0...: 4
        case 0xe0...: 3
        case 0xc0...: 2
        default: 1
        }
    }
}
