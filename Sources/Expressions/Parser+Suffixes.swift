extension Parser {
    /// Members, indexes, calls and marks behind `base`.
    mutating func suffixes(of base: Syntax) throws(Diagnostic) -> Syntax {
        var result = base
        for _ in 0..<limits.chain {
            guard let longer = try suffix(of: result) else { return result }
            result = longer
        }
        throw failure("more than \(limits.chain) members behind each other are not read", at: current.range)
    }

    /// `base` with one more suffix, or `nil` when none comes.
    private mutating func suffix(of base: Syntax) throws(Diagnostic) -> Syntax? {
        if current.kind == .dot { return try member(of: base) }
        guard !current.startsLine else { return nil }
        switch current.kind {
        case .leftBracket:
            return try index(of: base)
        case .leftParenthesis:
            return try call(of: base)
        case .exclamation:
            let mark = advance().range
            return Syntax(
                .unwrap(base),
                base.range.through(mark),
                focus: mark,
                isOptionalChain: base.isOptionalChain
            )
        case .question:
            guard [.dot, .leftBracket, .leftParenthesis].contains(following.kind) else { throw unexpected() }
            var optional = base
            optional.range = base.range.through(advance().range)
            optional.isOptionalChain = true
            return optional
        case .leftBrace, .equal, .minus, .other:
            throw unexpected()
        default:
            return nil
        }
    }

    private mutating func member(of base: Syntax) throws(Diagnostic) -> Syntax {
        advance()
        let token = current
        let name: String
        switch token.kind {
        case .identifier(let identifier): name = identifier
        case .integer(let number): name = ".\(number)"
        default: throw failure("the name of a member is expected after '.'", at: token.range)
        }
        advance()
        return Syntax(
            .member(base, name: name),
            base.range.through(token.range),
            focus: token.range,
            isOptionalChain: base.isOptionalChain
        )
    }

    private mutating func index(of base: Syntax) throws(Diagnostic) -> Syntax {
        let open = advance()
        let key = try expression()
        guard current.kind == .rightBracket else { throw closing("]", of: open) }
        let focus = open.range.through(advance().range)
        return Syntax(
            .index(base, key),
            base.range.through(focus),
            focus: focus,
            isOptionalChain: base.isOptionalChain
        )
    }

    private mutating func call(of base: Syntax) throws(Diagnostic) -> Syntax {
        let open = advance()
        var arguments: [ArgumentSyntax] = []
        while current.kind != .rightParenthesis, current.kind != .end {
            arguments.append(try argument())
            guard accept(.comma) else { break }
        }
        guard current.kind == .rightParenthesis else { throw closing(")", of: open) }
        return Syntax(.call(base, arguments), base.range.through(advance().range), focus: base.focus)
    }

    private mutating func argument() throws(Diagnostic) -> ArgumentSyntax {
        guard case .identifier(let label) = current.kind, following.kind == .colon else {
            return ArgumentSyntax(label: nil, value: try expression())
        }
        advance()
        advance()
        return ArgumentSyntax(label: label, value: try expression())
    }
}
