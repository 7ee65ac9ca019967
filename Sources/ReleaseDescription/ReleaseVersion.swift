/// Where the version of a release comes from.
///
/// A string literal is the version itself: `Release("todo", version: "1.0.0")`.
public enum ReleaseVersion: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The version of the program's own application, or else of the nearest Git tag such as `v1.2.0`.
    case package
    /// As `package`, and the given version where neither has one; written `.package(default: "0.1.0")`.
    case packageOr(String)
    /// The given version.
    case string(String)
    /// The version of an application of the program.
    case application(String)
    /// The nearest Git tag, as `git describe --tags` prints it, without a leading `v`.
    case git

    /// The version of the program's own application, or else of the nearest Git tag, or else this one.
    public static func package(default version: String) -> ReleaseVersion {
        .packageOr(version)
    }

    /// Takes the literal as the version.
    public init(stringLiteral version: String) {
        self = .string(version)
    }
}
