/// A name that something is exported under, taken apart.
struct ExportName: Hashable, Sendable {
    /// What stands before the parentheses, with dots when it is nested.
    let base: String
    /// The labels, `nil` for `_`.
    let labels: [String?]
    /// Whether it is read like a property, without parentheses.
    let isProperty: Bool

    /// The parts of a name as `entries(list:date:)`; `nil` when it is none.
    init?(_ text: String) {
        guard let open = text.firstIndex(of: "(") else {
            guard Self.isPath(text[...]) else { return nil }
            (base, labels, isProperty) = (text, [], true)
            return
        }
        let inner = text[open...].dropFirst().dropLast()
        guard text.hasSuffix(")"), Self.isPath(text[..<open]) else { return nil }
        guard inner.isEmpty || inner.hasSuffix(":") else { return nil }
        let names = inner.split(separator: ":", omittingEmptySubsequences: false).dropLast(inner.isEmpty ? 0 : 1)
        let labels = inner.isEmpty ? [] : Array(names)
        guard labels.allSatisfy(Self.isIdentifier) else { return nil }
        self.base = String(text[..<open])
        self.labels = labels.map { $0 == "_" ? nil : String($0) }
        isProperty = false
    }

    private static func isPath(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isIdentifier)
    }

    private static func isIdentifier(_ text: Substring) -> Bool {
        guard let first = text.utf8.first else { return false }
        return Lexer.isIdentifierStart(first) && text.utf8.allSatisfy(Lexer.isIdentifierPart)
    }
}
