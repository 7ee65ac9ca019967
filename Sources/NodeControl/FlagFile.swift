/// The words of a file like `vm.args`, line by line.
package struct FlagFile: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        /// Counted from 1.
        package let number: Int
        package let words: [String]
    }

    package private(set) var lines: [Line] = []

    /// Cuts a text into words; the path is for messages.
    package init(text: String, path: String) throws(NodeControlError) {
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            do throws(UnclosedQuotation) {
                let words = try Self.words(of: line)
                if !words.isEmpty { lines.append(Line(number: number, words: words)) }
            } catch {
                throw .argumentsFile(path: path, line: number, reason: "a quotation is not closed")
            }
        }
    }

    private struct UnclosedQuotation: Error {}

    /// The words of a line: separated by blanks, quoted by `'…'` or `"…"`, ended by a `#` at the start of a word.
    private static func words(of line: Substring) throws(UnclosedQuotation) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" || character == "\r" {
                if let finished = word { words.append(finished) }
                word = nil
            } else if character == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw UnclosedQuotation() }
        if let word { words.append(word) }
        return words
    }
}
