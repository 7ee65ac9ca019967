/// Where something in a release comes from, for messages.
enum Origin: Hashable, Sendable {
    case generated
    case overlay(String)
    /// Taken over from the former tree.
    case carried
}

/// A file or link of a release.
package struct TreeEntry: Hashable, Sendable {
    /// What it holds.
    package enum Content: Hashable, Sendable {
        case file(size: Int, mode: UInt32, sha256: String)
        case link(target: String)
    }

    package var content: Content
    var origin: Origin
    /// The glibc that it needs to run.
    var glibc: GlibcVersion?
}
