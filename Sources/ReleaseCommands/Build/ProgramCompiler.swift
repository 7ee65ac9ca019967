import HostSystem
import ReleaseModel

/// Compiles the program of a release, linked so that it finds its runtime relative to itself.
struct ProgramCompiler {
    let workspace: Workspace
    let product: String
    let definition: ReleaseDefinition
    let options: BuildOptions

    /// The program as SwiftPM linked it.
    struct Output {
        /// The absolute path of the program.
        var executable: String
        /// The directory with everything SwiftPM made.
        var directory: String
    }

    private var configuration: String {
        (options.configuration ?? definition.build(in: options.environment)).rawValue
    }

    /// Compiles, or takes what was compiled before.
    func run() throws(CommandError) -> Output {
        let directory = options.compiles ? try compile() : products
        let executable = "\(directory)/\(product)"
        guard FileTree.exists(executable) else {
            throw CommandError(
                .failed,
                "product '\(product)' has not been compiled for \(options.environment) (\(configuration))",
                note: options.compiles
                    ? "it was expected at '\(executable)'" : "leave --no-compile out, and it will be"
            )
        }
        return Output(executable: executable, directory: directory)
    }

    private var products: String {
        SwiftBuild.productsDirectory(scratchPath: workspace.buildPath, configuration: configuration)
    }

    private func compile() throws(CommandError) -> String {
        workspace.reporter.begin("Compiling \(product) (\(configuration))")
        if options.forcesCompilation {
            try CommandError.wrapping { () throws(HostError) in
                if FileTree.exists(products) { try FileTree.remove(products) }
            }
        }
        let flags = definition.flags.appending(options.flags)
        return try SwiftBuild(
            subject: "product '\(product)'",
            packagePath: workspace.root,
            scratchPath: workspace.buildPath,
            configuration: configuration,
            product: product,
            arguments: linkage + flags.arguments
        ).run(in: workspace)
    }

    /// One search path, relative to the program, that also holds for the libraries' own libraries; and no other.
    private var linkage: [String] {
        let path = "$ORIGIN/../../../runtime-\(workspace.toolchain.version)/lib/swift/linux"
        let searched = [
            "-Xswiftc", "-no-toolchain-stdlib-rpath", "--disable-local-rpath", "-Xlinker", "-rpath", "-Xlinker", path,
            "-Xlinker", "--disable-new-dtags", "-Xlinker", "--export-dynamic",
        ]
        return definition.linkage == .static ? searched + ["--static-swift-stdlib"] : searched
    }
}
