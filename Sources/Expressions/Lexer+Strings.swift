extension Lexer {
    /// A string literal in any of its forms, unescaped.
    mutating func string() throws(Diagnostic) -> String {
        let start = offset
        var hashes = 0
        while peek() == UInt8(ascii: "#") {
            hashes += 1
            offset += 1
        }
        guard peek() == UInt8(ascii: "\"") else {
            throw failure("'#' stands only before a string here", from: start, unsupported: true)
        }
        let isMultiline = comes("\"\"\"")
        offset += isMultiline ? 3 : 1
        let content = try rawContent(hashes: hashes, isMultiline: isMultiline, from: start)
        let after = offset
        var unescaping = StringUnescaping(hashes: hashes)
        do {
            let bytes = isMultiline ? try MultilineString.content(of: content.bytes) : content.bytes
            let text = try unescaping.text(of: bytes)
            return text
        } catch {
            let place = isMultiline ? start : content.start + error.offset
            offset = isMultiline ? start + 3 : min(after, place + error.length)
            throw failure(error.message, from: place, unsupported: error.isInterpolation)
        }
    }

    /// The bytes between the quotes, as they stand.
    private mutating func rawContent(
        hashes: Int,
        isMultiline: Bool,
        from start: Int
    ) throws(Diagnostic) -> (bytes: ArraySlice<UInt8>, start: Int) {
        let first = offset
        while let byte = peek() {
            if closes(hashes: hashes, isMultiline: isMultiline) {
                let content = source.bytes[first..<offset]
                offset += (isMultiline ? 3 : 1) + hashes
                return (content, first)
            }
            if !isMultiline, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            let isEscape = byte == UInt8(ascii: "\\") && hasHashes(hashes, at: 1)
            offset = min(source.bytes.count, offset + (isEscape ? 2 + hashes : 1))
        }
        throw failure("this string does not end", from: start)
    }

    private func closes(hashes: Int, isMultiline: Bool) -> Bool {
        comes(isMultiline ? "\"\"\"" : "\"") && hasHashes(hashes, at: isMultiline ? 3 : 1)
    }

    private func hasHashes(_ count: Int, at distance: Int) -> Bool {
        (0..<count).allSatisfy { peek(distance + $0) == UInt8(ascii: "#") }
    }
}
