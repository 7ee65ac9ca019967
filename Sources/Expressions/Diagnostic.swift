/// What is wrong with a text, and where.
///
///     1:6: Todo has no function 'entris'; did you mean 'entries'?
///       Todo.entris(list: "bob")
///            ^~~~~~
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    package let message: String
    /// The line, from 1.
    package let line: Int
    /// The column in characters, from 1.
    package let column: Int
    /// The line of the text, and below it the marks.
    package let excerpt: String
    /// Whether the text may well be Swift, only more of it than call expressions understand.
    package let isUnsupportedSyntax: Bool

    package var description: String {
        "\(line):\(column): \(message)\n\(excerpt)"
    }

    /// The most characters of a line that are shown before, in and after the marked place.
    private static let context = 60

    static func excerpt(before: [Character], marked: [Character], after: [Character]) -> String {
        let lead = before.count > context ? ["…"] + before.suffix(context) : before
        let middle = marked.prefix(context)
        let isCut = middle.count < marked.count || after.count > context
        let tail = middle.count < marked.count ? [] : after.prefix(context)
        let text = String(lead) + String(middle) + String(tail) + (isCut ? "…" : "")
        let marks = "^" + String(repeating: "~", count: max(0, middle.count - 1))
        return "  \(text)\n  \(String(repeating: " ", count: lead.count))\(marks)"
    }
}
