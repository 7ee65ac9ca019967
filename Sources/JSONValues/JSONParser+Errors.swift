extension JSONParser {
    /// An error at the current position that also says what stands there.
    func unexpected(_ expectation: String) -> JSONError {
        guard position < bytes.count else { return malformed("\(expectation), found the end", at: position) }
        let byte = bytes[position]
        let found =
            (0x21..<0x7f).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte 0x\(String(byte, radix: 16))"
        return malformed("\(expectation), found \(found)", at: position)
    }

    func malformed(_ reason: String, at offset: Int) -> JSONError {
        let (line, column) = place(of: offset)
        return .malformed(reason: reason, line: line, column: column)
    }

    /// Line and column of an offset, both from 1; columns count characters, not bytes.
    func place(of offset: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == 0x0a {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }
}
