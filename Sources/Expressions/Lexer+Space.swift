extension Lexer {
    /// Passes blanks, line ends and comments; whether there was a line end.
    mutating func skipSpace() throws(Diagnostic) -> Bool {
        var startsLine = offset == 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                startsLine = true
                offset += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0B, 0x0C:
                offset += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while let byte = peek(), byte != UInt8(ascii: "\n") { offset += 1 }
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                try skipBlockComment()
            default:
                return startsLine
            }
        }
        return startsLine
    }

    private mutating func skipBlockComment() throws(Diagnostic) {
        let start = offset
        var depth = 0
        repeat {
            if comes("/*") {
                depth += 1
                offset += 2
            } else if comes("*/") {
                depth -= 1
                offset += 2
            } else if offset < source.bytes.count {
                offset += 1
            } else {
                offset = start + 2
                throw failure("this comment does not end", from: start)
            }
        } while depth > 0
    }
}
