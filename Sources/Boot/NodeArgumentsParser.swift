import Suggestions

/// Reads `vm.args`.
struct NodeArgumentsParser {
    /// Flags of the Erlang emulator whose meaning is elsewhere here.
    private static let settings = [
        "-config": "RELEASE_SYS_CONFIG", "-boot": "RELEASE_BOOT_SCRIPT",
    ]

    private let file: String
    private var words: ArraySlice<NodeArgumentsLexer.Word>

    /// What `text`, the content of `file`, says.
    static func parse(_ text: String, file: String) throws(NodeArgumentsError) -> NodeArguments {
        let words = try NodeArgumentsLexer.words(in: text, file: file)
        var parser = NodeArgumentsParser(file: file, words: words[...])
        var arguments = NodeArguments()
        while let word = parser.words.popFirst() {
            try parser.take(word, into: &arguments)
        }
        return arguments
    }

    private init(file: String, words: ArraySlice<NodeArgumentsLexer.Word>) {
        self.file = file
        self.words = words
    }

    private mutating func take(
        _ word: NodeArgumentsLexer.Word,
        into arguments: inout NodeArguments
    ) throws(NodeArgumentsError) {
        if !word.isQuoted, word.text == "--" {
            while let next = words.first, next.line == word.line {
                words.removeFirst()
                arguments.arguments.append(next.text)
            }
            return
        }
        guard !word.isQuoted, let flag = NodeFlag.named(word.text) else {
            throw error(problem(with: word), at: word)
        }
        var values: [String] = []
        if !flag.isValueOptional || hasValue(at: word) {
            for _ in flag.values { values.append(try value(of: flag, at: word)) }
        }
        guard flag.take(values, &arguments) else {
            let problem = NodeArgumentsError.Problem.badValue(values[0], flag: word.text, expectation: flag.expectation)
            throw error(problem, at: word)
        }
    }

    /// Whether a value stands on the line of a flag that can do without one.
    private func hasValue(at place: NodeArgumentsLexer.Word) -> Bool {
        guard let word = words.first, word.line == place.line else { return false }
        return word.isQuoted || !(word.text.hasPrefix("-") || word.text.hasPrefix("+"))
    }

    private mutating func value(
        of flag: NodeFlag,
        at place: NodeArgumentsLexer.Word
    ) throws(NodeArgumentsError) -> String {
        guard let word = words.first, word.isQuoted || NodeFlag.named(word.text) == nil else {
            throw error(.missingValue(flag: place.text, form: flag.form), at: place)
        }
        words.removeFirst()
        return word.text
    }

    private func problem(with word: NodeArgumentsLexer.Word) -> NodeArgumentsError.Problem {
        guard !word.isQuoted, let first = word.text.first, first == "-" || first == "+" else {
            return .strayWord(word.text)
        }
        if let variable = Self.settings[word.text] {
            return .settingElsewhere(flag: word.text, variable: variable)
        }
        let suggestion = Suggestion.nearest(to: word.text, in: NodeFlag.spellings)
        return .unknownFlag(word.text, suggestion: suggestion)
    }

    private func error(
        _ problem: NodeArgumentsError.Problem,
        at word: NodeArgumentsLexer.Word
    ) -> NodeArgumentsError {
        NodeArgumentsError(file: file, line: word.line, problem: problem)
    }
}
