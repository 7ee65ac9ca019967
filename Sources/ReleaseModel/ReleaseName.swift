/// The name of a release, as written in `rel/Release.swift` and in every path of its tree.
///
/// A name is a lowercase identifier, so it is safe in paths, scripts and socket names without quoting:
///
///     let name = try ReleaseName("billing_api")
///     print("_build/prod/rel/\(name)/bin/\(name)")
package struct ReleaseName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Takes `text` when it starts with a lowercase letter and holds only lowercase letters, digits and underscores.
    package init(_ text: String) throws(ReleaseModelError) {
        guard let first = text.utf8.first, Self.isLowercase(first), text.utf8.allSatisfy(Self.isAllowed) else {
            throw .malformedName(text)
        }
        description = text
    }

    /// A release name made from the name of a product, such as `my_server` from `My-Server`.
    package init(product: String) throws(ReleaseModelError) {
        var name = ""
        var previousWasLower = false
        for character in product {
            if character.isUppercase, previousWasLower { name.append("_") }
            previousWasLower = character.isLowercase || character.isNumber
            name += character.isLetter || character.isNumber || character == "_" ? character.lowercased() : "_"
        }
        do {
            try self.init(name)
        } catch {
            throw .productHasNoReleaseName(product)
        }
    }

    private static func isLowercase(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isLowercase(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
