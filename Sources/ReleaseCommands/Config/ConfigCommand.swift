import ConfigurationProviders
import HostSystem
import JSONValues
import NodeConfiguration
import ReleaseAssembly
import ReleaseModel

/// `release config`: what a release would be configured with, and where each value comes from.
struct ConfigCommand: ToolCommand {
    static let specification = CommandSpecification(
        name: "config",
        overview: "Show the configuration of a release, and where each value comes from.",
        discussion: """
            What is read when the release is built comes with its values, what is read at boot with its variables as \
            they stand. Keys that the program declares secret are masked; as long as the program is not built, so are \
            those that sound like secrets.
            """,
        arguments: [
            .init(
                name: "name",
                help: "The release. (default: the only one, or the one the definitions name)",
                isOptional: true
            )
        ],
        options: [
            .value("--env", value: "env", help: "The environment to build for. (default: $RELEASE_ENV or prod)")
        ] + BuildCommand.packageOptions + [
            .flag("--json", help: "Print JSON."),
            ReleaseTool.helpOption,
        ]
    )

    private let options: BuildOptions
    private let context: CommandContext

    init(_ arguments: ParsedArguments, in context: CommandContext) throws(UsageError) {
        options = try BuildOptions(arguments, in: context)
        self.context = context
    }

    func run() throws(CommandError) {
        try CommandError.checking { () throws(ReleaseModelError) in
            try ReleaseEnvironment.check(options.environment)
        }
        let reporter = Reporter(host: context.host)
        defer { reporter.finish() }
        let workspace = try Workspace(
            packagePath: options.packagePath,
            scratchPath: options.scratchPath,
            in: context,
            reporter: reporter
        )
        let package = try workspace.package()
        let definition = try Definitions(in: workspace, package: package).definition(of: options.name)
        let configuration = try configuration(of: definition, package: package, in: workspace)
        let providers = definition.providers.map { Self.title(of: $0) }
        reporter.finish()
        if options.printsJSON {
            var json = configuration.listing.asObject ?? [:]
            json["providers"] = .array(providers.map { .string($0) })
            context.host.output.print(JSONValue.object(json).text(pretty: true))
        } else {
            if !configuration.entries.isEmpty { context.host.output.print(configuration.description) }
            if !providers.isEmpty { context.host.output.print("at boot: \(providers.joined(separator: ", "))") }
        }
    }

    private func configuration(
        of definition: ReleaseDefinition,
        package: SwiftPackage,
        in workspace: Workspace
    ) throws(CommandError) -> Configuration {
        let files = try ConfigurationFiles(
            workspace: workspace,
            definition: definition,
            environment: options.environment
        ).read()
        var configuration = try ConfigurationPlanner.system(files, under: definition.extraConfiguration)
        if let runtime = files.runtime { configuration.merge(runtime.configuration) }
        if let keys = try secretKeys(of: definition, package: package, in: workspace) {
            for key in keys { configuration.hide(ConfigurationPath(key)) }
        } else {
            for entry in configuration.entries where Self.soundsSecret(entry.path) { configuration.hide(entry.path) }
        }
        return configuration
    }

    /// The keys that the program declares secret; nil when it was not built yet, or cannot be asked.
    private func secretKeys(
        of definition: ReleaseDefinition,
        package: SwiftPackage,
        in workspace: Workspace
    ) throws(CommandError) -> [String]? {
        let product = try package.product(of: definition)
        let build = options.configuration ?? definition.build(in: options.environment)
        let directory = SwiftBuild.productsDirectory(
            scratchPath: workspace.buildPath,
            configuration: build.rawValue
        )
        let executable = "\(directory)/\(product)"
        guard FileTree.exists(executable) else { return nil }
        let image = try CommandError.wrapping { () throws(HostError) in try ELFImage(path: executable) }
        let program = BuiltProgram(name: product, executable: executable, linksBoot: image?.linksBoot ?? false)
        return try ProgramInspection(
            workspace: workspace,
            program: program,
            libraryDirectory: workspace.toolchain.libraryDirectory
        ).describe()?.secretKeys
    }

    private static func soundsSecret(_ path: ConfigurationPath) -> Bool {
        let words = ["secret", "token", "password", "passphrase", "credential", "private", "apikey", "api_key"]
        return path.components.contains { name in words.contains { name.lowercased().contains($0) } }
    }

    private static func title(of provider: ProviderSetting) -> String {
        guard provider.isBuiltIn, let state = try? BuiltInProviders.state(of: provider.name, options: provider.options),
            let known = try? BuiltInProviders.provider(provider.name, state: state)
        else { return provider.name }
        return known.title
    }
}
