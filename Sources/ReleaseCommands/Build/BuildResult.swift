import ReleaseModel

/// What a build brought forth.
struct BuildResult: Sendable {
    var plan: ReleasePlan
    /// The absolute path of the archive, when the release has one.
    var archive: String?
    /// How long it took, such as `2.4 s`.
    var elapsed: String
}
