/// A question to be answered by yes or no.
///
/// The end of the input is no answer: it throws, so that nothing is taken for agreed in a script.
package struct Question: Sendable {
    package var text: String
    /// What an empty answer means.
    package var presumed: Bool
    /// How to do without the question, shown when nobody answers.
    package var alternative: String

    package init(_ text: String, presumed: Bool = false, alternative: String) {
        self.text = text
        self.presumed = presumed
        self.alternative = alternative
    }

    /// Asks until the answer is one, at most three times.
    package func ask(reading input: any LineInput, writing output: any TextOutput) throws(HostError) -> Bool {
        for _ in 1...3 {
            output.write("\(text) [\(presumed ? "Y/n" : "y/N")] ")
            guard let line = input.nextLine() else {
                output.write("\n")
                break
            }
            switch line.split(whereSeparator: \.isWhitespace).joined().lowercased() {
            case "y", "yes": return true
            case "n", "no": return false
            case "": return presumed
            default: continue
            }
        }
        throw .unanswered(question: text, alternative: alternative)
    }
}
