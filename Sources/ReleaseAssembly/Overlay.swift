import HostSystem
import JSONValues
import TemplateRendering

/// A directory of the user's, whose contents are laid over the root of the release.
struct Overlay {
    /// The absolute path of the directory.
    let directory: String
    let variables: JSONObject
    let buildDirectories: BuildDirectories

    /// Adds everything in it to `tree`: directories, empty ones too, files with their modes, links as links.
    func apply(to tree: inout ReleaseTree) throws {
        for entry in try FileTree.entries(below: directory) {
            let source = "\(directory)/\(entry.path)"
            let origin = Origin.overlay(source)
            switch entry.status.kind {
            case .directory: try tree.addDirectory(entry.path, mode: entry.status.mode, origin: origin)
            case .link: try addLink(source, at: entry.path, to: &tree)
            case .file where entry.path.hasSuffix(Self.templateEnding):
                let path = String(entry.path.dropLast(Self.templateEnding.count))
                let text = try Template(try FileTree.readText(source), file: source).rendered(with: variables)
                try tree.addText(text, at: path, mode: entry.status.mode, origin: origin)
            case .file: try tree.addFile(source, at: entry.path, mode: entry.status.mode, origin: origin)
            case .special: throw AssemblyError.overlayConflict(source: source, path: entry.path, other: "a device")
            }
        }
    }

    private static let templateEnding = ".mustache"

    private func addLink(_ source: String, at path: String, to tree: inout ReleaseTree) throws {
        let target = try FileTree.target(ofLink: source)
        if target.hasPrefix("/") {
            let isLocal = buildDirectories.paths.contains { FilePaths.isPath(FilePaths.normalized(target), within: $0) }
            if isLocal { throw AssemblyError.linkIntoBuildMachine(source: source, target: target) }
        } else {
            let parent = FilePaths.parent(of: path)
            let reached = FilePaths.normalized(parent == "." ? target : "\(parent)/\(target)")
            if reached == ".." || reached.hasPrefix("../") {
                throw AssemblyError.linkLeavesRelease(source: source, target: target)
            }
        }
        try tree.addLink(to: target, at: path, origin: .overlay(source))
    }
}
