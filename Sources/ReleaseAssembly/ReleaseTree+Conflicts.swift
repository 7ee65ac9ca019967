import HostSystem

extension ReleaseTree {
    /// Makes room at `path`: its directories exist, and nothing is there that may not be replaced.
    mutating func prepareAddition(at path: String, origin: Origin) throws {
        try addParent(of: path, origin: origin)
        try check(path, origin: origin, isDirectory: false)
        if entries[path] != nil {
            try FileTree.remove("\(root)/\(path)")
        }
    }

    mutating func addParent(of path: String, origin: Origin) throws {
        guard let slash = path.lastIndex(of: "/") else { return }
        try addDirectory(String(path[..<slash]), origin: origin)
    }

    /// An overlay may replace what another one brought, as long as both are files or both are directories.
    func check(_ path: String, origin: Origin, isDirectory: Bool) throws {
        guard case .overlay(let source) = origin else { return }
        if let entry = entries[path] {
            switch entry.origin {
            case .generated, .carried: throw AssemblyError.overlayReplacesGenerated(source: source, path: path)
            case .overlay(let other) where isDirectory:
                throw AssemblyError.overlayConflict(source: source, path: path, other: other)
            case .overlay: return
            }
        }
        if !isDirectory && directories[path] != nil {
            throw AssemblyError.overlayConflict(source: source, path: path, other: "a directory of the release")
        }
    }
}
