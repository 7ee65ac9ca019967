import HostSystem

/// What a new tree takes over from the former one: everything that no build of this version produced.
///
/// These are other versions with all they need, the cookie, `tmp` with the sockets and locks of a running node, and
/// whatever else users keep there. Files are taken over as hard links, so they stay the same files to programs that use
/// them, locks and sockets included, and the former tree stays complete until the swap.
struct CarryOver {
    /// What former builds of any version put into the tree, according to their manifests.
    private let produced: Set<String>
    /// What versions other than the one being built need.
    private let needed: Set<String>
    private let producedDirectories: Set<String>

    /// Reads the manifests of the tree at `former`, which need not exist.
    init(former: String, version: String) throws {
        var produced: Set<String> = ["releases/start_release.data"]
        var needed: Set<String> = []
        var directories: Set<String> = ["bin", "lib", "releases"]
        let releases = "\(former)/releases"
        for name in FileTree.isDirectory(releases) ? try FileTree.names(in: releases) : [] {
            let path = "releases/\(name)/manifest.json"
            guard FileTree.exists("\(former)/\(path)") else { continue }
            let manifest = try Manifest.contents(of: "\(former)/\(path)")
            let files = manifest.files.union([path])
            produced.formUnion(files)
            directories.formUnion(manifest.directories)
            if name != version { needed.formUnion(files) }
        }
        for path in produced { directories.formUnion(Self.parents(of: path)) }
        (self.produced, self.needed, producedDirectories) = (produced, needed, directories)
    }

    /// Links into `target` what is only in `former`, apart from `skipped`; returns what it linked.
    func link(from former: String, into target: String, skipping skipped: Set<String> = []) throws -> Set<String> {
        guard FileTree.isDirectory(former) else { return [] }
        var linked: Set<String> = []
        for entry in try FileTree.entries(below: former) where !skipped.contains(entry.path) {
            let path = "\(target)/\(entry.path)"
            guard isCarried(entry), !FileTree.exists(path) else { continue }
            guard try makeParents(of: entry.path, from: former, in: target) else { continue }
            if entry.status.kind == .directory {
                try makeDirectory(path, like: entry.status)
            } else {
                try FileTree.linkOrCopy("\(former)/\(entry.path)", to: path)
            }
            linked.insert(entry.path)
        }
        return linked
    }

    /// Directories right below the root of the tree that hold nothing of any build, `tmp` above all.
    func foreignDirectories(in former: String) throws -> [String] {
        guard FileTree.isDirectory(former) else { return [] }
        return try FileTree.names(in: former).filter { name in
            try FileTree.status(of: "\(former)/\(name)")?.kind == .directory && !producedDirectories.contains(name)
        }
    }

    private func isCarried(_ entry: FileEntry) -> Bool {
        if entry.status.kind == .directory { return !producedDirectories.contains(entry.path) }
        return !produced.contains(entry.path) || needed.contains(entry.path)
    }

    /// False when a file of the new tree is where a directory would have to be.
    private func makeParents(of path: String, from former: String, in target: String) throws -> Bool {
        for parent in Self.parents(of: path).reversed() {
            let full = "\(target)/\(parent)"
            if let status = try FileTree.status(of: full) {
                guard status.kind == .directory else { return false }
            } else if let status = try FileTree.status(of: "\(former)/\(parent)") {
                try makeDirectory(full, like: status)
            }
        }
        return true
    }

    private func makeDirectory(_ path: String, like status: FileStatus) throws {
        try FileTree.makeDirectory(path, mode: status.mode)
        try FileTree.setOwner(status.owner, of: path)
    }

    /// `a/b` and `a` of `a/b/c`.
    private static func parents(of path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }.reversed()
    }
}
