/// Why the content of a string literal is wrong, counted from the content's first byte.
struct StringContentError: Error {
    var message: String
    var offset = 0
    var length = 1
    var isInterpolation = false
}

/// Turns the content of a string literal into the text it stands for.
struct StringUnescaping {
    /// How many `#` stand before the string, and so in its escapes.
    let hashes: Int

    mutating func text(of content: ArraySlice<UInt8>) throws(StringContentError) -> String {
        guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), rest.prefix(hashes).count == hashes,
                rest.prefix(hashes).allSatisfy({ $0 == UInt8(ascii: "#") })
            else {
                result.append(byte)
                continue
            }
            rest.removeFirst(hashes)
            try unescape(&rest, into: &result, at: rest.startIndex - hashes - 1 - content.startIndex)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func unescape(
        _ rest: inout ArraySlice<UInt8>,
        into result: inout [UInt8],
        at offset: Int
    ) throws(StringContentError) {
        guard let letter = rest.popFirst() else {
            throw StringContentError(message: "this escape is cut off", offset: offset)
        }
        switch letter {
        case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "r"): result.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "0"): result.append(0)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): result.append(letter)
        case UInt8(ascii: "u"): try unescapeScalar(&rest, into: &result, at: offset)
        case UInt8(ascii: "("):
            let message = "interpolation is not part of call expressions; pass the values as arguments"
            throw StringContentError(message: message, offset: offset, length: 2 + hashes, isInterpolation: true)
        case UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"):
            try joinLines(letter, &rest, at: offset)
        default:
            let message = "strings know the escapes \\n \\t \\r \\0 \\\\ \\\" \\' and \\u{…}"
            throw StringContentError(message: message, offset: offset, length: 2 + hashes)
        }
    }

    /// `\u{1F600}`, after its `u`.
    private func unescapeScalar(
        _ rest: inout ArraySlice<UInt8>,
        into result: inout [UInt8],
        at offset: Int
    ) throws(StringContentError) {
        let digits = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
        guard rest.first == UInt8(ascii: "{"), digits.endIndex < rest.endIndex, (1...8).contains(digits.count),
            digits.first != UInt8(ascii: "+"),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(number)
        else {
            let message = "\\u needs the hexadecimal number of a character in braces, as in \\u{1F600}"
            throw StringContentError(message: message, offset: offset, length: 2 + hashes)
        }
        result.append(contentsOf: Character(scalar).utf8)
        rest.removeFirst(digits.count + 2)
    }

    /// A backslash at the end of a line of a multi-line string: the line goes on.
    private func joinLines(
        _ letter: UInt8,
        _ rest: inout ArraySlice<UInt8>,
        at offset: Int
    ) throws(StringContentError) {
        var byte: UInt8? = letter
        while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { byte = rest.popFirst() }
        guard byte == UInt8(ascii: "\n") else {
            throw StringContentError(message: "a lone backslash stands only at the end of a line", offset: offset)
        }
    }
}
