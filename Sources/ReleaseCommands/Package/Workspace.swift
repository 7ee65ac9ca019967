import HostSystem

/// A package with the directories and the toolchain that its releases are built with.
struct Workspace: Sendable {
    let context: CommandContext
    let reporter: Reporter
    /// The package's absolute path.
    let root: String
    /// Where SwiftPM builds programs for releases, apart from `swift build`, whose lock and flags differ.
    let buildPath: String
    /// Where SwiftPM builds the programs every release carries.
    let clientsPath: String
    let cache: KeyedCache
    let toolchain: SwiftToolchain

    var host: HostContext { context.host }

    init(
        packagePath: String?,
        scratchPath: String?,
        in context: CommandContext,
        reporter: Reporter
    ) throws(CommandError) {
        self.context = context
        self.reporter = reporter
        root = try PackageRoot.find(packagePath, in: context)
        let scratch = scratchPath.map(context.absolute) ?? "\(root)/.build"
        buildPath = "\(scratch)/releases"
        clientsPath = "\(scratch)/releases-clients"
        cache = KeyedCache(directory: "\(buildPath)/.release")
        toolchain = try SwiftToolchain.find(on: context.host, packageRoot: root, cache: cache)
    }

    /// What SwiftPM says about the package.
    func package() throws(CommandError) -> SwiftPackage {
        try SwiftPackage.load(root: root, scratchPath: buildPath, toolchain: toolchain, cache: cache, on: host)
    }

    /// `path` made absolute, seen from the package.
    func absolute(_ path: String) -> String {
        FilePaths.normalized(FilePaths.join(root, path))
    }

    /// `path` as people would type it where the command was called.
    func shown(_ path: String) -> String {
        let directory = FileTree.realPath(of: host.directory) ?? host.directory
        guard path != directory, FilePaths.isPath(path, within: directory) else { return path }
        return String(path.dropFirst(directory == "/" ? 1 : directory.count + 1))
    }
}
