extension Parser {
    mutating func expression() throws(Diagnostic) -> Syntax {
        try nested { parser throws(Diagnostic) in
            try parser.skipEffects()
            let primary = try parser.primary()
            return try parser.suffixes(of: primary)
        }
    }

    /// `try` and `await` say nothing here: every call may throw and wait.
    private mutating func skipEffects() throws(Diagnostic) {
        while case .identifier(let word) = current.kind, word == "try" || word == "await" {
            advance()
            if current.kind == .question || current.kind == .exclamation {
                throw failure(
                    "'try\(source[current.range])' is not part of call expressions; write 'try'",
                    at: current.range,
                    unsupported: true
                )
            }
        }
    }

    private mutating func primary() throws(Diagnostic) -> Syntax {
        let token = current
        switch token.kind {
        case .integer(let magnitude):
            advance()
            guard let value = Int(exactly: magnitude) else {
                throw failure("this number does not fit into Int", at: token.range)
            }
            return Syntax(.integer(value), token.range)
        case .double(let value):
            advance()
            return Syntax(.double(value), token.range)
        case .string(let text):
            advance()
            return Syntax(.string(text), token.range)
        case .identifier(let name):
            advance()
            return Syntax(Self.word(name), token.range)
        case .minus:
            return try negative()
        case .dot:
            return try enumCase()
        case .leftBracket:
            return try collection()
        case .leftParenthesis:
            return try parenthesized()
        default:
            throw unexpected()
        }
    }

    private static func word(_ name: String) -> Syntax.Kind {
        switch name {
        case "nil": .null
        case "true": .bool(true)
        case "false": .bool(false)
        default: .name(name)
        }
    }

    private mutating func negative() throws(Diagnostic) -> Syntax {
        let minus = advance()
        let number = current
        guard number.range.lower == minus.range.upper else { throw unexpected() }
        let range = minus.range.through(number.range)
        switch number.kind {
        case .integer(let magnitude) where magnitude <= UInt64(Int.max) + 1:
            advance()
            return Syntax(.integer(Int(truncatingIfNeeded: 0 &- magnitude)), range)
        case .integer:
            throw failure("this number does not fit into Int", at: range)
        case .double(let value):
            advance()
            return Syntax(.double(-value), range)
        default:
            throw failure("'-' stands only before numbers in call expressions", at: minus.range, unsupported: true)
        }
    }

    private mutating func enumCase() throws(Diagnostic) -> Syntax {
        let dot = advance()
        guard case .identifier(let name) = current.kind else {
            throw failure("the name of a case is expected after '.'", at: current.range)
        }
        let range = dot.range.through(advance().range)
        if current.kind == .leftParenthesis, !current.startsLine {
            throw failure(
                "cases with values are not part of call expressions; export a function that makes them",
                at: range,
                unsupported: true
            )
        }
        return Syntax(.enumCase(name), range)
    }

    private mutating func parenthesized() throws(Diagnostic) -> Syntax {
        let open = advance()
        var inner = try expression()
        if current.kind == .comma || current.kind == .colon {
            throw failure(
                "tuples are not part of call expressions; use an array",
                at: current.range,
                unsupported: true
            )
        }
        guard current.kind == .rightParenthesis else { throw closing(")", of: open) }
        inner.range = open.range.through(advance().range)
        inner.isOptionalChain = false
        return inner
    }

    /// A diagnostic for brackets that are not closed.
    func closing(_ bracket: String, of open: Token) -> Diagnostic {
        guard current.kind == .end else { return unexpected() }
        return failure("this needs its '\(bracket)'", at: open.range)
    }
}
