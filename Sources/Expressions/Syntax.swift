/// A part of a text that has a value.
struct Syntax: Sendable {
    indirect enum Kind: Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        case double(Double)
        case string(String)
        case enumCase(String)
        case array([Syntax])
        case dictionary([(key: Syntax, value: Syntax)])
        case name(String)
        case member(Syntax, name: String)
        case index(Syntax, Syntax)
        case call(Syntax, [ArgumentSyntax])
        case unwrap(Syntax)
    }

    var kind: Kind
    /// Where the whole of it stands.
    var range: SourceRange
    /// Where to point when it fails: at the name of a member, at the brackets of an index.
    var focus: SourceRange
    /// Whether a `?` stands before, so that `nil` makes the whole chain `nil`.
    var isOptionalChain = false

    init(_ kind: Kind, _ range: SourceRange, focus: SourceRange? = nil, isOptionalChain: Bool = false) {
        self.kind = kind
        self.range = range
        self.focus = focus ?? range
        self.isOptionalChain = isOptionalChain
    }
}

/// An argument of a call, with its label.
struct ArgumentSyntax: Sendable {
    var label: String?
    var value: Syntax
}

/// One of several lines of a text.
struct StatementSyntax: Sendable {
    /// The name that the value is bound to.
    var binding: String?
    var value: Syntax?
    /// Whether the text ends here.
    var isReturn = false
}
