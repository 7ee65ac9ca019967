/// The smallest part of a text that means something.
struct Token: Sendable {
    enum Kind: Hashable, Sendable {
        case identifier(String)
        case integer(UInt64)
        case double(Double)
        case string(String)
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace
        case comma, colon, semicolon, dot, question, exclamation, equal, minus
        /// Something that is Swift, but not part of call expressions.
        case other
        case end
    }

    var kind: Kind
    var range: SourceRange
    /// Whether it stands on another line than the token before.
    var startsLine: Bool
}
