/// Where the version of a release comes from.
///
/// A string literal is the version itself: `Release("todo", version: "1.0.0")`.
public enum ReleaseVersion: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The version of the program's own application, or else of the nearest Git tag such as `v1.2.0`.
    case package
    /// The given version.
    case string(String)
    /// The version of an application of the program.
    case application(String)
    /// The nearest Git tag, as `git describe --tags` prints it, without a leading `v`.
    case git

    /// Takes the literal as the version.
    public init(stringLiteral version: String) {
        self = .string(version)
    }
}
