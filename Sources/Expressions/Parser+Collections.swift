extension Parser {
    /// An array or a dictionary.
    mutating func collection() throws(Diagnostic) -> Syntax {
        let open = advance()
        if current.kind == .rightBracket { return Syntax(.array([]), open.range.through(advance().range)) }
        if current.kind == .colon, following.kind == .rightBracket {
            advance()
            return Syntax(.dictionary([]), open.range.through(advance().range))
        }
        let first = try expression()
        return current.kind == .colon
            ? try dictionary(from: first, open: open)
            : try array(from: first, open: open)
    }

    private mutating func array(from first: Syntax, open: Token) throws(Diagnostic) -> Syntax {
        var elements = [first]
        while accept(.comma), current.kind != .rightBracket {
            elements.append(try expression())
        }
        guard current.kind == .rightBracket else { throw closing("]", of: open) }
        return Syntax(.array(elements), open.range.through(advance().range))
    }

    private mutating func dictionary(from first: Syntax, open: Token) throws(Diagnostic) -> Syntax {
        var pairs: [(key: Syntax, value: Syntax)] = []
        var key = first
        while true {
            guard accept(.colon) else { throw failure("':' and a value are expected", at: current.range) }
            pairs.append((key, try expression()))
            guard accept(.comma), current.kind != .rightBracket else { break }
            key = try expression()
        }
        guard current.kind == .rightBracket else { throw closing("]", of: open) }
        return Syntax(.dictionary(pairs), open.range.through(advance().range))
    }
}
