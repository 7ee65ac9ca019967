/// A stretch of a text, in UTF-8 bytes.
struct SourceRange: Hashable, Sendable {
    var lower: Int
    var upper: Int

    /// From the beginning of this to the end of `other`.
    func through(_ other: SourceRange) -> SourceRange {
        SourceRange(lower: lower, upper: max(upper, other.upper))
    }
}

/// The text of an evaluation, which knows its lines.
struct SourceText: Sendable {
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// What stands in `range`.
    subscript(range: SourceRange) -> String {
        String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
    }

    /// A diagnostic that points at `range`.
    func diagnostic(_ message: String, at range: SourceRange, unsupported: Bool = false) -> Diagnostic {
        let start = lineStart(before: range.lower)
        let end = bytes[range.lower...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let before = shown(start..<range.lower)
        let marked = shown(range.lower..<max(range.lower, min(range.upper, end)))
        let after = shown(start + (max(range.lower, min(range.upper, end)) - start)..<end)
        return Diagnostic(
            message: message,
            line: bytes[..<start].count(where: { $0 == UInt8(ascii: "\n") }) + 1,
            column: before.count + 1,
            excerpt: Diagnostic.excerpt(before: before, marked: marked, after: after),
            isUnsupportedSyntax: unsupported
        )
    }

    private func lineStart(before offset: Int) -> Int {
        (bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }

    /// The characters of a range with everything that would move the caret replaced.
    private func shown(_ range: Range<Int>) -> [Character] {
        String(decoding: bytes[range], as: UTF8.self).map { $0 == "\t" || $0.isNewline ? " " : $0 }
    }
}
