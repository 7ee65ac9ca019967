import HostSystem
import ReleaseModel

extension Assembly {
    /// Puts the resource bundles beside the program, where `Bundle.module` looks for them first.
    mutating func addResources() throws {
        for bundle in plan.resourceBundles {
            let place = "\(layout.programDirectory)/\(FilePaths.name(of: bundle))"
            try tree.addDirectory(place)
            for entry in try FileTree.entries(below: bundle) {
                try addResource("\(bundle)/\(entry.path)", entry.status, at: "\(place)/\(entry.path)")
            }
        }
    }

    private mutating func addResource(_ source: String, _ status: FileStatus, at place: String) throws {
        // Modes of built files depend on the builder's umask, so only whether they can be run is taken over.
        switch status.kind {
        case .directory: try tree.addDirectory(place)
        case .file: try tree.addFile(source, at: place, mode: status.isExecutable ? 0o755 : 0o644)
        case .link: try tree.addLink(to: try FileTree.target(ofLink: source), at: place, origin: .generated)
        case .special: return
        }
    }
}
