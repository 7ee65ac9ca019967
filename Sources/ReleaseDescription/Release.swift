public import JSONValues

/// One release: which program it runs, what goes with it, and how it is assembled.
///
/// Everything but the name has a default, so the shortest release is `Release("todo")`: the executable product `todo`
/// with its runtime, in `_build/prod/rel/todo`.
public struct Release {
    /// The release's name: lowercase letters, digits and underscores, a letter first.
    public var name: String
    /// The executable product the release runs; the product named like the release, or the only one, when `nil`.
    public var product: String?
    /// Where the release's version comes from.
    public var version: ReleaseVersion
    /// How applications start, where that differs from what the program says, and applications to list in addition.
    public var applications: [ReleaseApplication]
    /// Applications that may be started although applications they need are only loaded, or left out.
    public var skipModeValidation: [String]
    /// The directory of the tree, relative to the package; `_build/ENV/rel/NAME` when `nil`.
    public var path: String?
    /// Whether the Swift runtime becomes part of the release; it does when `nil`, unless `linkage` is `.none`.
    public var includeRuntime: RuntimeInclusion?
    /// Whether the release gets the `bin/NAME` script, its templates and the programs it needs.
    public var includeExecutables: Bool
    /// How the program finds the Swift runtime.
    public var linkage: Linkage
    /// What is removed from the program and its libraries.
    public var strip: Strip
    /// What a running node may be asked to evaluate.
    public var evaluation: Evaluation
    /// The cookie; each tree gets a random one of its own when `nil`.
    public var cookie: String?
    /// The directory of templates and of the default overlays, relative to the package.
    public var templates: String
    /// Directories copied over the tree after `TEMPLATES/overlays`, relative to the package; later ones win.
    public var overlays: [String]
    /// The file read when the release is built, relative to the package.
    public var configuration: String
    /// The file read when the release boots.
    public var runtimeConfiguration: RuntimeConfiguration
    /// What adds to the configuration at each boot, in this order and after the runtime file.
    public var providers: [Provider]
    /// Values put over those of the file read when the release is built: a table for each application.
    public var extraConfiguration: JSONValue
    /// Whether the configuration that a boot has worked out is kept in a file.
    public var keepConfiguration: KeptConfiguration
    /// Whether a boot compares keys that are declared `fixed` with what they were when the release was built.
    public var checksFixedKeys: Bool
    /// How the program is built in an environment; `prod` is built for release and all others for debugging by default.
    public var builds: [String: BuildConfiguration]
    /// Further arguments for the compilers and the linker.
    public var flags: BuildFlags
    /// What is done, in order; `.assemble` exactly once, `.tar` at most once and after it.
    public var steps: [Step]
    /// Whether progress is not printed.
    public var quiet: Bool
    /// Whether an existing release of the same version is replaced without asking.
    public var overwrite: Bool

    var deferred: (() throws -> Release)?

    /// Defines a release; everything but the name has a default.
    public init(
        _ name: String,
        product: String? = nil,
        version: ReleaseVersion = .package,
        applications: [ReleaseApplication] = [],
        skipModeValidation: [String] = [],
        path: String? = nil,
        includeRuntime: RuntimeInclusion? = nil,
        includeExecutables: Bool = true,
        linkage: Linkage = .dynamic,
        strip: Strip = .symbols,
        evaluation: Evaluation = .full,
        cookie: String? = nil,
        templates: String = "rel",
        overlays: [String] = [],
        configuration: String = "config/config.yaml",
        runtimeConfiguration: RuntimeConfiguration = .automatic,
        providers: [Provider] = [],
        extraConfiguration: JSONValue = [:],
        keepConfiguration: KeptConfiguration = .no,
        checksFixedKeys: Bool = true,
        builds: [String: BuildConfiguration] = [:],
        flags: BuildFlags = BuildFlags(),
        steps: [Step] = [.assemble],
        quiet: Bool = false,
        overwrite: Bool = false
    ) {
        self.name = name
        self.product = product
        self.version = version
        self.applications = applications
        self.skipModeValidation = skipModeValidation
        self.path = path
        self.includeRuntime = includeRuntime
        self.includeExecutables = includeExecutables
        self.linkage = linkage
        self.strip = strip
        self.evaluation = evaluation
        self.cookie = cookie
        self.templates = templates
        self.overlays = overlays
        self.configuration = configuration
        self.runtimeConfiguration = runtimeConfiguration
        self.providers = providers
        self.extraConfiguration = extraConfiguration
        self.keepConfiguration = keepConfiguration
        self.checksFixedKeys = checksFixedKeys
        self.builds = builds
        self.flags = flags
        self.steps = steps
        self.quiet = quiet
        self.overwrite = overwrite
    }

    /// Defines a release whose definition is worked out only when that release is built.
    ///
    ///     Release("todo") {
    ///         Release("todo", version: .string(try String(contentsOfFile: "VERSION", encoding: .utf8)))
    ///     }
    public init(_ name: String, definition: @escaping () throws -> Release) {
        self.init(name)
        deferred = definition
    }
}
