import HostSystem
package import ReleaseModel

/// Packs an assembled release into an archive.
///
/// Two archives of the same release are the same bytes: members are sorted, belong to user 0 and carry the time of the
/// plan. It holds what this build made and nothing else: no other versions, no `tmp`, and the cookie only when the
/// definition sets one.
package struct Archiver: Sendable {
    /// Makes an archiver.
    package init() {}

    /// Writes the archive to `path`, or where a plan's archive belongs, and returns where it is.
    @discardableResult
    package func tar(
        _ release: AssembledRelease,
        to path: String? = nil,
        progress: (AssemblyStep) -> Void = { _ in }
    ) throws(AssemblyError) -> String {
        let path = path ?? Self.defaultPath(of: release.plan)
        progress(.archiving(path))
        do {
            try write(release, to: path)
            return path
        } catch {
            throw AssemblyError(error)
        }
    }

    /// `_build/ENV/NAME-VERSION.tar.gz`, or inside the tree when that has a path of the user's choice.
    package static func defaultPath(of plan: ReleasePlan) -> String {
        let file = "\(plan.name)-\(plan.version).tar.gz"
        let usual = "/_build/\(plan.environment)/rel/\(plan.name)"
        guard plan.outputPath.hasSuffix(usual) else { return "\(plan.outputPath)/\(file)" }
        return "\(FilePaths.parent(of: FilePaths.parent(of: plan.outputPath)))/\(file)"
    }

    private func write(_ release: AssembledRelease, to path: String) throws {
        let draft = "\(FilePaths.parent(of: path))/.\(FilePaths.name(of: path)).draft"
        do {
            let writer = try TarWriter.begin(at: draft, time: release.plan.sourceDateEpoch)
            try add(release, to: writer)
            try writer.finish()
            try FileTree.setMode(0o644, of: draft)
            try FileTree.rename(draft, to: path)
        } catch {
            try FileTree.remove(draft)
            throw error
        }
    }

    private func add(_ release: AssembledRelease, to writer: borrowing TarWriter) throws {
        let root = release.layout.root
        var files = release.files
        if release.plan.options.cookie != nil {
            let cookie = try FileTree.read(release.layout.cookie)
            let content = TreeEntry.Content.file(size: cookie.count, mode: 0o400, sha256: Digest.sha256(cookie))
            files[release.layout.relative.cookie] = TreeEntry(content: content, origin: .generated)
        }
        let members = Set(files.keys).union(release.directories.keys)
        for path in members.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if let mode = release.directories[path] {
                try writer.addDirectory(path, mode: mode)
            } else if let entry = files[path] {
                switch entry.content {
                case .file(_, let mode, _): try writer.addFile(path, mode: mode, contents: "\(root)/\(path)")
                case .link(let target): try writer.addLink(path, to: target)
                }
            }
        }
    }
}
