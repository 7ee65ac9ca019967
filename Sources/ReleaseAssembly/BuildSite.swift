import HostSystem

/// The surroundings of a release tree, where the next one is built: same file system, so that it can be swapped in.
struct BuildSite {
    /// The path of the tree in use, if there is one.
    let output: String
    /// The new tree, empty at first.
    let aside: String

    private let exchange: Exchange

    /// Exchanges two paths in one step; false when the file system cannot.
    typealias Exchange = @Sendable (String, String) throws(HostError) -> Bool

    /// Puts right what a killed build left behind, and makes room for a new one; the caller holds the lock.
    init(output: String, exchange: @escaping Exchange) throws {
        self.output = output
        self.exchange = exchange
        try Self.recover(output)
        aside = try FileTree.makeUniqueDirectory(prefix: Self.prefix(of: output, "assembling"))
        try FileTree.setMode(0o755, of: aside)
    }

    static func lockPath(for output: String) -> String {
        "\(FilePaths.parent(of: output))/.\(FilePaths.name(of: output)).lock"
    }

    /// Swaps the new tree in, and returns the path of the former one, nil when there was none.
    ///
    /// With `renameat2(RENAME_EXCHANGE)` there is a complete tree at `output` at every moment. File systems without it
    /// (NFS, some FUSE and overlay ones) get two renames: for the moment between them nothing is at `output`, and a
    /// build killed right there is put right by the next.
    func swapIn() throws -> String? {
        guard FileTree.exists(output) else {
            try FileTree.rename(aside, to: output)
            return nil
        }
        if try exchange(aside, output) { return aside }
        let former = try FileTree.makeUniqueDirectory(prefix: Self.prefix(of: output, "former"))
        try FileTree.rename(output, to: former)
        try FileTree.rename(aside, to: output)
        return former
    }

    /// Gives directories that both trees have back to where they were, such that their identity stays what running
    /// programs know it by.
    func restoreIdentity(of names: [String], from former: String) throws {
        for name in names where FileTree.isDirectory("\(output)/\(name)") && FileTree.isDirectory("\(former)/\(name)") {
            // Without an exchange both hold links to the same files, and the new one does as well.
            _ = try exchange("\(former)/\(name)", "\(output)/\(name)")
        }
    }

    private static func prefix(of output: String, _ purpose: String) -> String {
        "\(FilePaths.parent(of: output))/.\(FilePaths.name(of: output)).\(purpose)-"
    }

    private static func recover(_ output: String) throws {
        let parent = FilePaths.parent(of: output)
        func leftovers(_ purpose: String) throws -> [String] {
            let start = FilePaths.name(of: prefix(of: output, purpose))
            return try FileTree.names(in: parent).filter { $0.hasPrefix(start) }.map { "\(parent)/\($0)" }
        }
        for former in try leftovers("former") {
            // An empty one was made for a rename that did not happen.
            if !FileTree.exists(output), try !FileTree.names(in: former).isEmpty {
                try FileTree.rename(former, to: output)
            } else {
                try FileTree.remove(former)
            }
        }
        for unfinished in try leftovers("assembling") { try FileTree.remove(unfinished) }
    }
}
