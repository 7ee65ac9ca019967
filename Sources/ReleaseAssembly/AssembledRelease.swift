package import ReleaseModel

/// A release that stands in its place, and what it is made of.
package struct AssembledRelease: Sendable {
    package let plan: ReleasePlan
    package let layout: ReleaseLayout
    /// Files and links by their paths below the root; without the cookie, and without other versions.
    package let files: [String: TreeEntry]
    /// Modes of directories by their paths below the root.
    package let directories: [String: UInt32]
    /// The oldest glibc the release runs with; nil when it needs none.
    package let glibc: GlibcVersion?

    /// The size of all files.
    package var size: Int {
        files.values.reduce(0) { sum, entry in
            if case .file(let size, _, _) = entry.content { sum + size } else { sum }
        }
    }
}
