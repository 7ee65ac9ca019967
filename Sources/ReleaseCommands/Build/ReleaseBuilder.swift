import HostSystem
import ReleaseAssembly
import ReleaseModel

/// Makes a release: from the definition over the compiled program to the assembled tree.
struct ReleaseBuilder {
    let options: BuildOptions
    let workspace: Workspace

    private var reporter: Reporter { workspace.reporter }

    func build() throws(CommandError) -> BuildResult {
        let package = try workspace.package()
        let definitions = try Definitions(in: workspace, package: package)
        let definition = try adjusted(try definitions.definition(of: options.name))
        if definition.quiet { reporter.silence() }
        let product = try package.product(of: definition)
        let clients = ClientSource(workspace: workspace, compiles: options.compiles)
        let compiling = options.compiles ? (clients.needsBuild ? 2 : 1) : 0
        reporter.expect(compiling + definition.steps.count)
        let agreement = Agreement(workspace: workspace, isGiven: options.overwrites || definition.overwrite)
        try askEarly(agreement, about: definition)

        let compiler = ProgramCompiler(
            workspace: workspace,
            product: product,
            definition: definition,
            options: options
        )
        let output = try compiler.run()
        let programs = try clients.programs()
        let planner = ReleasePlanner(
            workspace: workspace,
            definition: definition,
            options: options,
            isImplicit: definitions.selection.isImplicit
        )
        var plan = try planner.plan(product: product, output: output, clients: programs)
        plan.buildDirectories = package.localDependencies + [workspace.buildPath]
        var steps = StepRunner(workspace: workspace, manifest: definitions.manifest, agreement: agreement, plan: plan)
        try steps.run(definition.steps)
        return BuildResult(plan: steps.plan, archive: steps.archive, elapsed: reporter.elapsed)
    }

    /// The definition with what the command line says instead.
    private func adjusted(_ definition: ReleaseDefinition) throws(CommandError) -> ReleaseDefinition {
        var definition = definition
        if options.linksStatically {
            guard definition.linkage != .none, definition.runtimeDirectory == nil else {
                throw CommandError(
                    .wrongUsage,
                    "--static-swift-stdlib contradicts the definition of release '\(definition.name)', which "
                        + (definition.linkage == .none ? "leaves the runtime out" : "names a runtime directory")
                )
            }
            definition.linkage = .static
        }
        if let version = options.version {
            try CommandError.checking { () throws(ReleaseModelError) in
                try ReleaseVersion.check(version, of: definition.name)
            }
        }
        return definition
    }

    /// Asks before the long compilation whether a release may be replaced, when its version is known so early.
    private func askEarly(_ agreement: Agreement, about definition: ReleaseDefinition) throws(CommandError) {
        guard let version = ReleaseVersion.known(definition.version, commandLine: options.version) else { return }
        let output = ReleasePlanner.outputPath(of: definition, options: options, workspace: workspace)
        guard FileTree.exists("\(output)/releases/\(version)") else { return }
        try agreement.require(.replaceVersion(name: definition.name.description, version: version))
    }
}
