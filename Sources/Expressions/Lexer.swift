/// Cuts a text into tokens.
struct Lexer {
    let source: SourceText
    var offset = 0

    init(_ source: SourceText) {
        self.source = source
    }

    /// All tokens, the last of which is `end`.
    static func tokens(of source: SourceText) throws(Diagnostic) -> [Token] {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next(afterDot: tokens.last?.kind == .dot)
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    /// The byte `distance` ahead, or `nil` beyond the end.
    func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < source.bytes.count ? source.bytes[offset + distance] : nil
    }

    /// Whether `text` comes next.
    func comes(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { source.bytes[offset...].starts(with: $0) }
    }

    func failure(_ message: String, from start: Int, unsupported: Bool = false) -> Diagnostic {
        let range = SourceRange(lower: start, upper: max(offset, start))
        return source.diagnostic(message, at: range, unsupported: unsupported)
    }

    private mutating func next(afterDot: Bool) throws(Diagnostic) -> Token {
        let startsLine = try skipSpace()
        let start = offset
        let kind = try kind(afterDot: afterDot)
        return Token(kind: kind, range: SourceRange(lower: start, upper: offset), startsLine: startsLine)
    }

    private mutating func kind(afterDot: Bool) throws(Diagnostic) -> Token.Kind {
        guard let byte = peek() else { return .end }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            return afterDot ? try tupleIndex() : try number()
        case UInt8(ascii: "\""), UInt8(ascii: "#"):
            return .string(try string())
        case UInt8(ascii: "`"):
            return try quotedIdentifier()
        case _ where Self.isIdentifierStart(byte):
            return identifier()
        default:
            return try punctuation(byte)
        }
    }

    private mutating func identifier() -> Token.Kind {
        let start = offset
        while let byte = peek(), Self.isIdentifierPart(byte) { offset += 1 }
        return .identifier(source[SourceRange(lower: start, upper: offset)])
    }

    private mutating func quotedIdentifier() throws(Diagnostic) -> Token.Kind {
        let start = offset
        offset += 1
        let name = identifier()
        guard peek() == UInt8(ascii: "`"), offset > start + 1 else {
            throw failure("a name in backticks needs its closing backtick", from: start)
        }
        offset += 1
        return name
    }

    static func isIdentifierStart(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isIdentifierPart(_ byte: UInt8) -> Bool {
        isIdentifierStart(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
