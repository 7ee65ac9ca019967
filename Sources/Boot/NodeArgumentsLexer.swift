/// Splits the text of `vm.args` into words as a shell would: quotes, backslashes, comments from `#` on.
struct NodeArgumentsLexer {
    /// A word and the line it begins on.
    struct Word: Equatable {
        var text: String
        var line: Int
        /// Whether any part of it was quoted; a quoted word is never a flag.
        var isQuoted: Bool
    }

    private var rest: Substring.UnicodeScalarView
    private var line = 1
    private let file: String

    /// All words of `text`, which stands in `file`.
    static func words(in text: String, file: String) throws(NodeArgumentsError) -> [Word] {
        var lexer = NodeArgumentsLexer(rest: Substring(text).unicodeScalars, file: file)
        var words: [Word] = []
        while let word = try lexer.next() { words.append(word) }
        return words
    }

    private init(rest: Substring.UnicodeScalarView, file: String) {
        self.rest = rest
        self.file = file
    }

    private mutating func next() throws(NodeArgumentsError) -> Word? {
        skipBlanksAndComments()
        guard !rest.isEmpty else { return nil }
        var word = Word(text: "", line: line, isQuoted: false)
        while let scalar = rest.first, !Self.isBlank(scalar) {
            advance()
            switch scalar {
            case "'", "\"":
                word.isQuoted = true
                try takeQuoted(until: scalar, from: word.line, into: &word.text)
            case "\\":
                takeEscaped(into: &word.text)
            default:
                word.text.unicodeScalars.append(scalar)
            }
        }
        return word
    }

    private mutating func skipBlanksAndComments() {
        while let scalar = rest.first {
            if scalar == "#" {
                while let next = rest.first, next != "\n" { advance() }
            } else if Self.isBlank(scalar) {
                advance()
            } else if scalar == "\\", rest.dropFirst().first == "\n" {
                advance()
                advance()
            } else {
                return
            }
        }
    }

    private mutating func takeQuoted(
        until quote: Unicode.Scalar,
        from start: Int,
        into text: inout String
    ) throws(NodeArgumentsError) {
        while let scalar = rest.first {
            advance()
            if scalar == quote { return }
            if scalar == "\\", quote == "\"" {
                takeEscaped(into: &text)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        throw NodeArgumentsError(file: file, line: start, problem: .openQuote(String(Character(quote))))
    }

    private mutating func takeEscaped(into text: inout String) {
        guard let scalar = rest.first else { return }
        advance()
        if scalar != "\n" { text.unicodeScalars.append(scalar) }
    }

    private mutating func advance() {
        if rest.removeFirst() == "\n" { line += 1 }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }
}
