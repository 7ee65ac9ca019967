/// Makes statements of tokens.
struct Parser {
    let source: SourceText
    let limits: ExpressionLimits
    private let tokens: [Token]
    private var position = 0
    private var depth = 0

    /// The statements of `source`.
    static func statements(of source: SourceText, limits: ExpressionLimits) throws(Diagnostic) -> [StatementSyntax] {
        guard source.bytes.count <= limits.bytes else {
            let message = "the text has \(source.bytes.count) bytes; at most \(limits.bytes) are read"
            throw SourceText("").diagnostic(message, at: SourceRange(lower: 0, upper: 0))
        }
        var parser = Parser(source: source, limits: limits, tokens: try Lexer.tokens(of: source))
        return try parser.statements()
    }

    private init(source: SourceText, limits: ExpressionLimits, tokens: [Token]) {
        self.source = source
        self.limits = limits
        self.tokens = tokens
    }

    /// The token that comes next.
    var current: Token { tokens[position] }

    /// The token after the next.
    var following: Token { tokens[min(position + 1, tokens.count - 1)] }

    /// Takes the next token.
    @discardableResult
    mutating func advance() -> Token {
        defer { position = min(position + 1, tokens.count - 1) }
        return tokens[position]
    }

    /// Takes the next token when it is of this kind.
    mutating func accept(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    /// Parses one level deeper, as long as that is allowed.
    mutating func nested<Part>(
        _ parse: (inout Parser) throws(Diagnostic) -> Part
    ) throws(Diagnostic) -> Part {
        guard depth < limits.depth else {
            throw failure("more than \(limits.depth) levels within each other are not read", at: current.range)
        }
        depth += 1
        defer { depth -= 1 }
        return try parse(&self)
    }

    func failure(_ message: String, at range: SourceRange, unsupported: Bool = false) -> Diagnostic {
        source.diagnostic(message, at: range, unsupported: unsupported)
    }
}
