package import JSONValues

/// A release as its definition says, checked: every setting is known and none contradicts another.
package struct ReleaseDefinition: Hashable, Sendable {
    package var name: ReleaseName
    /// The executable product; the one named like the release, or the only one, when `nil`.
    package var product: String?
    package var version: VersionSource
    package var applications: [ApplicationSetting]
    package var skipModeValidation: [String]
    /// The directory of the tree, absolute or relative to the package.
    package var path: String?
    package var linkage: Linkage
    /// The directory with the Swift libraries, when it is not the toolchain's.
    package var runtimeDirectory: String?
    package var includeExecutables: Bool
    package var strip: StripMode
    package var evaluation: EvaluationMode
    package var cookie: String?
    package var templates: String
    package var overlays: [String]
    package var configuration: String
    package var runtimeConfiguration: RuntimeConfigurationSource
    package var providers: [ProviderSetting]
    /// Values put over those of the build's configuration file.
    package var extraConfiguration: JSONValue
    package var keepConfiguration: ConfigurationKeeping
    package var checksFixedKeys: Bool
    /// `debug` or `release`, by environment.
    package var builds: [String: BuildConfiguration]
    package var flags: BuildFlags
    package var steps: [ReleaseStep]
    package var quiet: Bool
    package var overwrite: Bool

    /// A release with default settings.
    package init(name: ReleaseName, product: String? = nil) {
        self.name = name
        self.product = product
        version = .package
        applications = []
        skipModeValidation = []
        linkage = .dynamic
        includeExecutables = true
        strip = .symbols
        evaluation = .full
        templates = "rel"
        overlays = []
        configuration = Self.defaultConfiguration
        runtimeConfiguration = .automatic
        providers = []
        extraConfiguration = .object([:])
        keepConfiguration = .no
        checksFixedKeys = true
        builds = [:]
        flags = BuildFlags()
        steps = [.assemble]
        quiet = false
        overwrite = false
    }

    /// The file read when a release is built, unless the definition names another.
    package static let defaultConfiguration = "config/config.yaml"

    /// Whether the Swift runtime becomes part of the release.
    package var includeRuntime: Bool {
        linkage != .none
    }

    /// How the program is built in `environment`.
    package func build(in environment: String) -> BuildConfiguration {
        builds[environment] ?? BuildConfiguration.standard(in: environment)
    }
}

/// Where the version of a release comes from.
package enum VersionSource: Hashable, Sendable {
    /// The program's own application, else the nearest Git tag.
    case package
    /// The same, else this one.
    case packageOr(String)
    case string(String)
    case application(String)
    case git
}

/// The configuration file read at boot.
package enum RuntimeConfigurationSource: Hashable, Sendable {
    case automatic
    case none
    case file(String)
}

/// What adds to the configuration at boot.
package struct ProviderSetting: Hashable, Sendable {
    package var name: String
    /// Whether it comes with swift-release; otherwise it is the program's own.
    package var isBuiltIn: Bool
    package var options: JSONValue

    package init(name: String, isBuiltIn: Bool, options: JSONValue) {
        self.name = name
        self.isBuiltIn = isBuiltIn
        self.options = options
    }
}

/// What becomes of the configuration that a boot has worked out.
package enum ConfigurationKeeping: String, CaseIterable, Sendable {
    case no, kept, pruned
}

/// What a definition says about an application.
package struct ApplicationSetting: Hashable, Sendable {
    package var name: String
    package var type: StartType
    package var version: String?
    package var dependencies: [String]?

    package init(name: String, type: StartType, version: String? = nil, dependencies: [String]? = nil) {
        self.name = name
        self.type = type
        self.version = version
        self.dependencies = dependencies
    }
}
