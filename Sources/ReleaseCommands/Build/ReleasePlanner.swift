import ConfigurationProviders
import HostSystem
import JSONValues
import NodeConfiguration
import ReleaseAssembly
import ReleaseModel

/// Decides everything about a release that assembly needs to know.
struct ReleasePlanner {
    let workspace: Workspace
    let definition: ReleaseDefinition
    let options: BuildOptions
    /// Whether the package has no definitions.
    let isImplicit: Bool

    /// Where the tree is written: what the command line says, else the definition, else the usual place.
    static func outputPath(
        of definition: ReleaseDefinition,
        options: BuildOptions,
        workspace: Workspace
    ) -> String {
        if let path = options.path { return path }
        if let path = definition.path { return workspace.absolute(path) }
        return "\(workspace.root)/_build/\(options.environment)/rel/\(definition.name)"
    }

    func plan(
        product: String,
        output: ProgramCompiler.Output,
        clients: ClientPrograms
    ) throws(CommandError) -> ReleasePlan {
        let runtime = try runtime()
        let program = try program(product, executable: output.executable)
        let described = try ProgramInspection(
            workspace: workspace,
            program: program,
            libraryDirectory: workspace.toolchain.libraryDirectory
        ).describe(making: definition.providers)
        let version = try version(described)
        let applications = try applications(of: described, product: product, version: version)
        let configuration = try ConfigurationFiles(
            workspace: workspace,
            definition: definition,
            environment: options.environment
        ).read()
        let recipe = try ConfigurationPlanner(definition: definition, described: described).recipe(over: configuration)
        return ReleasePlan(
            name: definition.name,
            version: version,
            environment: options.environment,
            outputPath: Self.outputPath(of: definition, options: options, workspace: workspace),
            packageRoot: workspace.root,
            program: program,
            resourceBundles: try LinkedTargets(of: product, in: output.directory).resourceBundles(),
            applications: applications,
            runtime: runtime,
            clients: clients,
            options: assemblyOptions,
            templatesDirectory: templatesDirectory,
            overlays: try overlays(),
            systemConfiguration: configuration.system.json,
            runtimeConfiguration: configuration.runtime?.json,
            configurationOrigins: program.linksBoot ? configuration.system.positions : nil,
            configurationRecipe: recipe?.json,
            secretKeys: described?.secretKeys ?? [],
            sourceDateEpoch: sourceDateEpoch
        )
    }

    private func program(_ product: String, executable: String) throws(CommandError) -> BuiltProgram {
        let image = try CommandError.wrapping { () throws(HostError) in try ELFImage(path: executable) }
        return BuiltProgram(name: product, executable: executable, linksBoot: image?.linksBoot ?? false)
    }

    private func version(_ described: DescribedProgram?) throws(CommandError) -> String {
        var evidence = ReleaseVersion.Evidence(
            commandLine: options.version,
            applications: described?.applications ?? [],
            roots: described?.roots ?? [],
            isImplicit: isImplicit
        )
        if ReleaseVersion.known(definition.version, commandLine: options.version) == nil {
            evidence.gitTag = GitInformation(workspace: workspace).tag()
        }
        return try CommandError.checking { [evidence] () throws(ReleaseModelError) in
            try ReleaseVersion.choose(definition.version, for: definition.name, by: evidence)
        }
    }

    private func applications(
        of described: DescribedProgram?,
        product: String,
        version: String
    ) throws(CommandError) -> [PlannedApplication] {
        let graph = ApplicationGraph(
            program: described ?? DescribedProgram(plain: product, version: version),
            listed: definition.applications,
            skipModeValidation: definition.skipModeValidation,
            releaseVersion: version
        )
        return try CommandError.checking { () throws(ReleaseModelError) in try graph.resolve() }
    }

    private func runtime() throws(CommandError) -> RuntimePlan {
        let toolchain = workspace.toolchain
        var directory = toolchain.libraryDirectory
        if let given = definition.runtimeDirectory {
            directory = workspace.absolute(given)
            guard FileTree.exists("\(directory)/libswiftCore.so") else {
                throw CommandError(
                    .wrongConfiguration,
                    "'includeRuntime' of release '\(definition.name)' names '\(directory)', where there is no "
                        + "libswiftCore.so",
                    note: "name the directory with the Swift libraries, usr/lib/swift/linux of a toolchain"
                )
            }
        }
        return RuntimePlan(
            swiftVersion: toolchain.version,
            linkage: definition.linkage,
            libraryDirectory: directory,
            backtracer: toolchain.backtracer,
            includeRuntime: definition.includeRuntime
        )
    }

    private var assemblyOptions: AssemblyOptions {
        // Code that is loaded into a statically linked program would bring a second standard library with it.
        let evaluation: EvaluationMode =
            definition.linkage == .static && definition.evaluation == .full ? .calls : definition.evaluation
        return AssemblyOptions(
            strip: definition.strip,
            includeExecutables: definition.includeExecutables,
            quiet: options.isQuiet || definition.quiet,
            overwrite: options.overwrites || definition.overwrite,
            cookie: definition.cookie,
            evaluation: evaluation
        )
    }

    private var templatesDirectory: String? {
        let directory = workspace.absolute(definition.templates)
        return FileTree.isDirectory(directory) ? directory : nil
    }

    private func overlays() throws(CommandError) -> [String] {
        let standard = "\(workspace.absolute(definition.templates))/overlays"
        let listed = definition.overlays.map(workspace.absolute)
        for (setting, directory) in zip(definition.overlays, listed) where !FileTree.isDirectory(directory) {
            throw CommandError(
                .wrongConfiguration,
                "'overlays' of release '\(definition.name)' names '\(setting)', which is not a directory of the package",
                note: "it was looked for at '\(directory)'"
            )
        }
        return (FileTree.isDirectory(standard) ? [standard] : []) + listed.filter { $0 != standard }
    }

    /// `SOURCE_DATE_EPOCH`, else the time of the last commit, else the start of 1980, which every archive format knows.
    private var sourceDateEpoch: Int {
        if let given = workspace.host.environment["SOURCE_DATE_EPOCH"].flatMap({ Int($0) }) { return given }
        return GitInformation(workspace: workspace).commitTime() ?? 315_532_800
    }
}
