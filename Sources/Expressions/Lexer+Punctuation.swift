extension Lexer {
    mutating func punctuation(_ byte: UInt8) throws(Diagnostic) -> Token.Kind {
        let start = offset
        offset += 1
        switch byte {
        case UInt8(ascii: "("): return .leftParenthesis
        case UInt8(ascii: ")"): return .rightParenthesis
        case UInt8(ascii: "["): return .leftBracket
        case UInt8(ascii: "]"): return .rightBracket
        case UInt8(ascii: "{"): return .leftBrace
        case UInt8(ascii: "}"), UInt8(ascii: "@"), UInt8(ascii: "\\"): return .other
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: ":"): return .colon
        case UInt8(ascii: ";"): return .semicolon
        case UInt8(ascii: "."):
            guard peek() == UInt8(ascii: ".") else { return .dot }
            while let next = peek(), next == UInt8(ascii: ".") || next == UInt8(ascii: "<") { offset += 1 }
            return .other
        case _ where Self.isOperator(byte):
            while let next = peek(), Self.isOperator(next) { offset += 1 }
            return Self.meaning(of: source[SourceRange(lower: start, upper: offset)])
        default:
            throw failure("this character means nothing here", from: start)
        }
    }

    private static func isOperator(_ byte: UInt8) -> Bool {
        "=+-*/%<>&|^~!?".utf8.contains(byte)
    }

    private static func meaning(of text: String) -> Token.Kind {
        switch text {
        case "=": .equal
        case "-": .minus
        case "?": .question
        case "!": .exclamation
        default: .other
        }
    }
}
