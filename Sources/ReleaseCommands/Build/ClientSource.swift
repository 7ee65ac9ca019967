import HostSystem
import JSONValues
import ReleaseModel

/// Where `nodectl` and `nodeshell`, which every release carries, come from.
///
/// A tool that itself lies in a release has them beside it. Otherwise they are built, small and static: from the
/// package that the tool was built in, or else from the package to be released, whose graph has swift-release in it.
struct ClientSource {
    private static let names = ["nodectl", "nodeshell"]
    let workspace: Workspace
    let compiles: Bool

    /// Whether they have to be built first.
    var needsBuild: Bool {
        bundled == nil && compiled == nil
    }

    /// The programs, built if need be.
    func programs() throws(CommandError) -> ClientPrograms {
        if let present = bundled ?? compiled { return present }
        workspace.reporter.begin("Compiling nodectl and nodeshell")
        for product in Self.names {
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
        guard let programs = Self.programs(in: products) else {
            throw CommandError(.internalFault, "nodectl and nodeshell are not in '\(products)', where they were built")
        }
        if let text = fingerprint.text() { cache.store(.string(text), as: "clients", key: Self.cacheKey) }
        return programs
    }

    /// Those of a former run, as long as nothing changed that they are built from.
    private var compiled: ClientPrograms? {
        guard let present = Self.programs(in: products) else { return nil }
        if !compiles { return present }
        guard let known = cache.value("clients", key: Self.cacheKey)?.asString else { return nil }
        return known == fingerprint.text() ? present : nil
    }

    private static let cacheKey = "sources"

    private var cache: KeyedCache {
        KeyedCache(directory: "\(scratchPath)/.release")
    }

    private var fingerprint: ClientFingerprint {
        ClientFingerprint(packagePath: packagePath, scratchPath: scratchPath, toolchain: workspace.toolchain)
    }

    private var products: String {
        SwiftBuild.productsDirectory(scratchPath: scratchPath, configuration: "release")
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
