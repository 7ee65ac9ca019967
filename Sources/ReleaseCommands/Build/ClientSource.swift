import HostSystem
import ReleaseModel

/// Where `nodectl` and `nodeshell`, which every release carries, come from.
///
/// A tool that itself lies in a release has them beside it. Otherwise they are built, small and static: from the
/// package that the tool was built in, or else from the package to be released, whose graph has swift-release in it.
struct ClientSource {
    private static let products = ["nodectl", "nodeshell"]
    let workspace: Workspace
    let compiles: Bool

    /// Whether there is something to build first.
    var needsBuild: Bool {
        bundled == nil
    }

    /// The programs, built if need be.
    func programs() throws(CommandError) -> ClientPrograms {
        if let bundled { return bundled }
        let directory = SwiftBuild.productsDirectory(scratchPath: scratchPath, configuration: "release")
        let present = Self.programs(in: directory)
        if !compiles, let present { return present }
        workspace.reporter.begin("Compiling nodectl and nodeshell")
        for product in Self.products {
            _ = try SwiftBuild(
                subject: product,
                packagePath: packagePath,
                scratchPath: scratchPath,
                configuration: "release",
                product: product,
                arguments: ["--static-swift-stdlib", "-Xswiftc", "-static-executable"],
                showsWarnings: false
            ).run(in: workspace)
        }
        let built = SwiftBuild.productsDirectory(scratchPath: scratchPath, configuration: "release")
        guard let programs = Self.programs(in: built) else {
            throw CommandError(.internalFault, "nodectl and nodeshell are not in '\(built)', where they were built")
        }
        return programs
    }

    /// The ready-made ones of the release that the tool is part of: `ROOT/lib/release-VERSION/bin/release` runs beside
    /// `ROOT/runtime-VERSION/bin/nodectl`.
    private var bundled: ClientPrograms? {
        guard let tool = workspace.context.toolPath else { return nil }
        let bin = FilePaths.parent(of: tool)
        let root = FilePaths.normalized("\(bin)/../../..")
        guard FileTree.exists("\(root)/releases/start_release.data"), let names = try? FileTree.names(in: root) else {
            return nil
        }
        for name in names.reversed() where name.hasPrefix("runtime-") {
            if let programs = Self.programs(in: "\(root)/\(name)/bin") { return programs }
        }
        return nil
    }

    private static func programs(in directory: String) -> ClientPrograms? {
        let (nodectl, nodeshell) = ("\(directory)/nodectl", "\(directory)/nodeshell")
        guard FileTree.exists(nodectl) else { return nil }
        return ClientPrograms(nodectl: nodectl, nodeshell: FileTree.exists(nodeshell) ? nodeshell : nil)
    }

    /// The package in whose `.build` the tool lies, as `swift run release` has it.
    private var packagePath: String {
        guard let tool = workspace.context.toolPath, let root = PackageRoot.nearest(to: FilePaths.parent(of: tool))
        else {
            return workspace.root
        }
        return root
    }

    private var scratchPath: String {
        packagePath == workspace.root ? workspace.clientsPath : "\(packagePath)/.build/releases-clients"
    }
}
