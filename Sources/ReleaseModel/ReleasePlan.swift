package import JSONValues

/// Everything assembly needs to know, decided: what goes into a release, from where, to where.
package struct ReleasePlan: Sendable {
    package var name: ReleaseName
    package var version: String
    /// The environment the release is built for, such as `prod`.
    package var environment: String
    /// The absolute path of the tree, such as `…/_build/prod/rel/todo`.
    package var outputPath: String
    /// The absolute path of the package that the release is built from.
    package var packageRoot: String
    package var program: BuiltProgram
    /// Absolute paths of the `.resources` and `.bundle` directories of the program's whole target closure.
    package var resourceBundles: [String]
    /// The applications in start order.
    package var applications: [PlannedApplication]
    package var runtime: RuntimePlan
    package var clients: ClientPrograms
    package var options: AssemblyOptions
    /// The absolute path of the directory whose templates go before the built-in ones, when there is one.
    package var templatesDirectory: String?
    /// Absolute paths of directories copied over the tree, in this order.
    package var overlays: [String]
    package var systemConfiguration: JSONValue
    package var runtimeConfiguration: JSONValue?
    /// Where the values of the build-time configuration stand in files of the package.
    package var configurationOrigins: JSONValue?
    /// The providers that run at boot, and what else a boot does with the configuration.
    package var configurationRecipe: JSONValue?
    /// Configuration keys that must not appear in the build-time configuration, such as `todo.api_token`.
    package var secretKeys: [String]
    /// The time stamp of everything that is generated, in seconds since 1970.
    package var sourceDateEpoch: Int
    /// Absolute paths of further directories that exist only on this machine, such as packages depended on by path.
    package var buildDirectories: [String]

    package init(
        name: ReleaseName,
        version: String,
        environment: String = "prod",
        outputPath: String,
        packageRoot: String,
        program: BuiltProgram,
        resourceBundles: [String] = [],
        applications: [PlannedApplication],
        runtime: RuntimePlan,
        clients: ClientPrograms,
        options: AssemblyOptions = AssemblyOptions(),
        templatesDirectory: String? = nil,
        overlays: [String] = [],
        systemConfiguration: JSONValue = .object([:]),
        runtimeConfiguration: JSONValue? = nil,
        configurationOrigins: JSONValue? = nil,
        configurationRecipe: JSONValue? = nil,
        secretKeys: [String] = [],
        sourceDateEpoch: Int = 0,
        buildDirectories: [String] = []
    ) {
        self.name = name
        self.version = version
        self.environment = environment
        self.outputPath = outputPath
        self.packageRoot = packageRoot
        self.program = program
        self.resourceBundles = resourceBundles
        self.applications = applications
        self.runtime = runtime
        self.clients = clients
        self.options = options
        self.templatesDirectory = templatesDirectory
        self.overlays = overlays
        self.systemConfiguration = systemConfiguration
        self.runtimeConfiguration = runtimeConfiguration
        self.configurationOrigins = configurationOrigins
        self.configurationRecipe = configurationRecipe
        self.secretKeys = secretKeys
        self.sourceDateEpoch = sourceDateEpoch
        self.buildDirectories = buildDirectories
    }
}

/// The program a release runs.
package struct BuiltProgram: Hashable, Sendable {
    /// The name of the executable product.
    package var name: String
    /// The absolute path of the linked program.
    package var executable: String
    /// Whether the program answers to `RELEASE_COMMAND` and has a control socket.
    package var linksBoot: Bool

    package init(name: String, executable: String, linksBoot: Bool) {
        self.name = name
        self.executable = executable
        self.linksBoot = linksBoot
    }
}

/// The Swift runtime a release carries.
package struct RuntimePlan: Hashable, Sendable {
    /// The version of the compiler that built the program, such as `6.3.1`.
    package var swiftVersion: String
    package var linkage: Linkage
    /// The absolute path of the directory with the Swift libraries, `…/usr/lib/swift/linux` of the toolchain.
    package var libraryDirectory: String
    /// The absolute path of `swift-backtrace`, when there is one.
    package var backtracer: String?
    /// Whether the runtime's files become part of the release.
    package var includeRuntime: Bool

    package init(
        swiftVersion: String,
        linkage: Linkage = .dynamic,
        libraryDirectory: String,
        backtracer: String? = nil,
        includeRuntime: Bool = true
    ) {
        self.swiftVersion = swiftVersion
        self.linkage = linkage
        self.libraryDirectory = libraryDirectory
        self.backtracer = backtracer
        self.includeRuntime = includeRuntime
    }
}

/// The programs `bin/NAME` hands over to, by absolute path.
package struct ClientPrograms: Hashable, Sendable {
    package var nodectl: String
    package var nodeshell: String?

    package init(nodectl: String, nodeshell: String? = nil) {
        self.nodectl = nodectl
        self.nodeshell = nodeshell
    }
}

/// How a release is assembled.
package struct AssemblyOptions: Hashable, Sendable {
    package var strip: StripMode
    /// Whether the release gets `bin/NAME` and what belongs to it.
    package var includeExecutables: Bool
    package var quiet: Bool
    /// Whether an existing release of the same version is replaced without asking.
    package var overwrite: Bool
    /// The cookie the definition sets; otherwise the tree keeps its own, or gets a random one.
    package var cookie: String?
    package var evaluation: EvaluationMode

    package init(
        strip: StripMode = .symbols,
        includeExecutables: Bool = true,
        quiet: Bool = false,
        overwrite: Bool = false,
        cookie: String? = nil,
        evaluation: EvaluationMode = .full
    ) {
        self.strip = strip
        self.includeExecutables = includeExecutables
        self.quiet = quiet
        self.overwrite = overwrite
        self.cookie = cookie
        self.evaluation = evaluation
    }
}
