extension Parser {
    mutating func statements() throws(Diagnostic) -> [StatementSyntax] {
        var statements: [StatementSyntax] = []
        while true {
            while accept(.semicolon) {}
            if current.kind == .end { return statements }
            statements.append(try statement())
            guard current.kind == .semicolon || current.kind == .end || current.startsLine else {
                throw unexpected()
            }
        }
    }

    private mutating func statement() throws(Diagnostic) -> StatementSyntax {
        guard case .identifier(let word) = current.kind else { return StatementSyntax(value: try expression()) }
        switch word {
        case "let", "var":
            return try binding()
        case "return":
            advance()
            let isBare = current.kind == .semicolon || current.kind == .end || current.startsLine
            return StatementSyntax(value: isBare ? nil : try expression(), isReturn: true)
        case _ where Self.statementWords.contains(word):
            throw failure("'\(word)' is not part of call expressions", at: current.range, unsupported: true)
        default:
            return StatementSyntax(value: try expression())
        }
    }

    private mutating func binding() throws(Diagnostic) -> StatementSyntax {
        advance()
        guard case .identifier(let name) = current.kind else {
            throw failure("a name is expected after 'let'", at: current.range)
        }
        advance()
        if current.kind == .colon {
            throw failure(
                "types are not written in call expressions: let \(name) = …",
                at: current.range,
                unsupported: true
            )
        }
        guard accept(.equal) else {
            throw failure("'=' is expected: let \(name) = …", at: current.range)
        }
        return StatementSyntax(binding: name, value: try expression())
    }

    /// The words that begin what only a compiler understands.
    private static let statementWords: Set<String> = [
        "if", "for", "while", "switch", "guard", "func", "struct", "class", "enum", "actor", "extension", "protocol",
        "import", "do", "defer", "repeat", "throw", "print", "typealias", "inout",
    ]

    /// A diagnostic for a token that cannot stand where it does.
    func unexpected() -> Diagnostic {
        let range = current.range
        let text = source[range]
        switch current.kind {
        case .end:
            return failure("the text ends too early", at: range)
        case .other, .minus, .question:
            return failure(
                "operators, closures and key paths are not part of call expressions",
                at: range,
                unsupported: true
            )
        case .leftBrace:
            return failure("closures are not part of call expressions", at: range, unsupported: true)
        case .equal:
            return failure("values cannot be assigned; bind one with 'let name = …'", at: range, unsupported: true)
        case .integer, .double, .string, .identifier:
            return failure("'\(text)' is not expected here; statements stand on lines of their own", at: range)
        default:
            return failure("'\(text)' is not expected here", at: range)
        }
    }
}
