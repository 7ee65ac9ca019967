/// One thing that is done when a release is built.
public struct Step {
    enum Action {
        case assemble
        case tar
        case function((ReleaseBuild) throws -> ReleaseBuild)
        case known(Int)
    }

    /// What messages call the step.
    public let name: String
    let action: Action

    /// Writes the tree of the release.
    public static var assemble: Step { Step(name: "assemble", action: .assemble) }

    /// Packs the tree into `NAME-VERSION.tar.gz`.
    public static var tar: Step { Step(name: "tar", action: .tar) }

    /// Calls a function, which gets the release and returns it, changed or not.
    ///
    ///     func announce(_ release: ReleaseBuild) throws -> ReleaseBuild {
    ///         print("\(release.name) \(release.version) is in \(release.path)")
    ///         return release
    ///     }
    ///
    ///     let releases = [Release("todo", steps: [.assemble, .step("announce", announce)])]
    ///
    /// The function runs in the process of the manifest, on the machine that builds. What it prints is shown as
    /// progress; an error that it throws ends the build.
    public static func step(_ name: String, _ function: @escaping (ReleaseBuild) throws -> ReleaseBuild) -> Step {
        Step(name: name, action: .function(function))
    }
}
