/// A release on its way: what a step gets, and returns.
///
/// A step may change what is still ahead: the remaining steps, and until `.assemble` has run also the version's
/// overlays and the settings that assembly uses. A change that comes too late is an error.
public struct ReleaseBuild {
    /// The release's name.
    public let name: String
    /// The release's version.
    public let version: String
    /// The environment it is built for, such as `prod`.
    public let environment: String
    /// The absolute path of the package.
    public let packagePath: String
    /// The absolute path of the tree.
    public let path: String
    /// The absolute path of the version's directory in the tree, `PATH/releases/VERSION`.
    public let versionPath: String
    /// The absolute path of the program that SwiftPM built.
    public let executable: String
    /// The version of the Swift runtime.
    public let runtimeVersion: String
    /// The applications in start order.
    public let applications: [ReleaseApplication]
    /// Whether `.assemble` has run.
    public let isAssembled: Bool
    /// The absolute path of the archive, once `.tar` has run.
    public let archive: String?

    /// The steps that are still to come.
    public var steps: [Step]
    /// Absolute paths of the directories copied over the tree.
    public var overlays: [String]
    /// What is removed from the program and its libraries.
    public var strip: Strip
    /// What a running node may be asked to evaluate.
    public var evaluation: Evaluation
    /// The cookie, when the definition sets one.
    public var cookie: String?
    /// Whether the release gets the `bin/NAME` script.
    public var includeExecutables: Bool
}
