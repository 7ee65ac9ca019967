/// All releases of a package: the value `rel/Release.swift` gives to a variable named `releases`.
///
///     import ReleaseDescription
///
///     let releases = Releases(default: "todo") {
///         Release("todo", applications: [.application("logger", .temporary)], steps: [.assemble, .tar])
///         Release("worker", product: "todo", includeExecutables: false)
///     }
///
/// A plain array, `let releases = [Release("todo")]`, does as well.
public struct Releases {
    /// The release that is built when no name is given.
    public var defaultRelease: String?
    /// The releases, in the order in which they are listed.
    public var releases: [Release]

    /// Lists `releases`; `default` names the one that is built when no name is given.
    public init(default defaultRelease: String? = nil, _ releases: [Release]) {
        self.defaultRelease = defaultRelease
        self.releases = releases
    }

    /// Lists the releases that the block names; `default` names the one that is built when no name is given.
    public init(default defaultRelease: String? = nil, @ReleasesBuilder _ releases: () -> [Release]) {
        self.init(default: defaultRelease, releases())
    }
}

/// Collects the releases that a block names, with `if` and `for` where they help.
@resultBuilder
public enum ReleasesBuilder {
    /// Takes one release.
    public static func buildExpression(_ release: Release) -> [Release] { [release] }
    /// Takes several releases.
    public static func buildExpression(_ releases: [Release]) -> [Release] { releases }
    /// Joins the parts of a block.
    public static func buildBlock(_ parts: [Release]...) -> [Release] { parts.flatMap { $0 } }
    /// Joins the rounds of a loop.
    public static func buildArray(_ parts: [[Release]]) -> [Release] { parts.flatMap { $0 } }
    /// Takes the outcome of an `if` without `else`.
    public static func buildOptional(_ part: [Release]?) -> [Release] { part ?? [] }
    /// Takes the first branch of an `if`.
    public static func buildEither(first part: [Release]) -> [Release] { part }
    /// Takes the second branch of an `if`.
    public static func buildEither(second part: [Release]) -> [Release] { part }
}
