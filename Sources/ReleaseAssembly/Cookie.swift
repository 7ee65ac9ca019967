/// The shared secret of the nodes of a release, in `releases/COOKIE`.
package struct Cookie: Hashable, Sendable {
    package let text: String

    /// Takes the cookie that a definition sets.
    package init(_ text: String) throws(AssemblyError) {
        guard !text.isEmpty, !text.contains(where: { $0.isWhitespace || $0.isNewline }) else { throw .malformedCookie }
        self.text = text
    }

    /// Makes a cookie that nobody can guess: 280 random bits as 56 characters of base 32.
    package static func random(
        using generator: inout some RandomNumberGenerator
    ) -> Cookie {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        return Cookie(unchecked: String((0..<56).map { _ in alphabet[Int(generator.next() & 31 as UInt64)] }))
    }

    private init(unchecked text: String) {
        self.text = text
    }
}
