/// A version of glibc, ordered as its numbers are.
package struct GlibcVersion: Comparable, Hashable, Sendable, CustomStringConvertible {
    package let numbers: [Int]

    /// Reads `2.34`, or `GLIBC_2.34` as symbol versions are written.
    package init?(_ text: String) {
        let number = text.hasPrefix("GLIBC_") ? text.dropFirst(6) : text[...]
        let parts = number.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        let numbers = parts.compactMap { $0 }
        guard numbers.count == parts.count, numbers.count >= 2 else { return nil }
        self.numbers = numbers
    }

    package var description: String { numbers.map(String.init).joined(separator: ".") }

    package static func < (left: GlibcVersion, right: GlibcVersion) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }
}

extension ELFImage {
    /// The oldest glibc this file runs with, nil when it needs none.
    package var glibc: GlibcVersion? {
        versionNeeds.compactMap { $0.version.hasPrefix("GLIBC_") ? GlibcVersion($0.version) : nil }.max()
    }
}
