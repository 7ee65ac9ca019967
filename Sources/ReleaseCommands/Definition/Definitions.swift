import HostSystem
import ReleaseModel

/// The releases of a package: those of `rel/Release.swift`, or else one for each executable product.
struct Definitions {
    let selection: ReleaseSelection
    /// The running manifest, when the package has one.
    let manifest: Manifest?
    private let implicit: [String: ReleaseDefinition]

    init(in workspace: Workspace, package: SwiftPackage) throws(CommandError) {
        if FileTree.exists("\(workspace.root)/\(ManifestFile.relativePath)") {
            let manifest = try Manifest(in: workspace)
            self.manifest = manifest
            selection = try manifest.selection()
            implicit = [:]
        } else {
            let releases = try package.implicitReleases()
            manifest = nil
            selection = ReleaseSelection(names: releases.map(\.name.description), isImplicit: true)
            implicit = Dictionary(
                releases.map { ($0.name.description, ReleaseDefinition(name: $0.name, product: $0.product)) }
            ) { first, _ in first }
        }
        try CommandError.checking { () throws(ReleaseModelError) in try selection.check() }
    }

    /// The definition of the release called `name`, or of the one that is built when nobody says which.
    func definition(of name: String?) throws(CommandError) -> ReleaseDefinition {
        let chosen = try CommandError.checking { () throws(ReleaseModelError) in try selection.choose(name) }
        if let definition = implicit[chosen] { return definition }
        guard let manifest else { throw CommandError(.internalFault, "release '\(chosen)' has no definition") }
        return try manifest.definition(of: chosen)
    }
}
