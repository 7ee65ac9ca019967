import Posix

/// The directory a node writes to: made when it is missing, refused when others could play tricks in it.
struct NodeDirectory {
    let settings: NodeSettings

    /// Makes RELEASE_TMP, for the node's user alone; one that exists keeps its permissions.
    func prepare() throws(NodeControlError) {
        let path = settings.directory
        try make(path, mode: 0o700)
        let status: FileStatus
        do throws(PosixError) {
            status = try Files.status(of: path)
        } catch {
            throw .temporaryDirectory(path: path, reason: "\(error.code)")
        }
        let isOurs = status.owner == CurrentProcess.effectiveUser
        if !isOurs, status.owner != 0, settings.hasSocket || !Files.isWritable(path) {
            throw .directoryOfOther(node: settings.node, path: path, user: status.owner)
        }
        if !Files.isWritable(path) { throw .temporaryDirectory(path: path, reason: "cannot be written to") }
        // The socket must not be replaced by anybody else's; nor, where the directory is not sticky, other files.
        let isSticky = status.permissions & 0o1000 != 0
        if settings.hasSocket ? !isOurs : !isOurs && status.permissions & 0o002 != 0 && !isSticky {
            throw .temporaryDirectory(path: path, reason: "belongs to uid \(status.owner)")
        }
        if settings.hasSocket, status.permissions & 0o022 != 0 {
            throw .temporaryDirectory(path: path, reason: "can be written to by others ('chmod go-w' changes that)")
        }
    }

    /// Makes the directory of the log.
    func prepareLog() throws(NodeControlError) {
        try make(settings.logDirectory, mode: 0o750)
    }

    private func make(_ path: String, mode: UInt32) throws(NodeControlError) {
        do throws(PosixError) {
            try Files.makeDirectories(path, mode: mode)
        } catch  where error.code == .accessDenied {
            let user = Self.owner(of: path)
            guard let user, user != 0, user != CurrentProcess.effectiveUser else {
                throw .temporaryDirectory(path: path, reason: "cannot be made: \(error.code)")
            }
            throw .condition(.foreign(user: user), node: settings.node)
        } catch {
            throw .temporaryDirectory(path: path, reason: "cannot be made: \(error.code)")
        }
    }

    /// The owner of a path, or of the nearest directory above it that can be looked at.
    static func owner(of path: String) -> UInt32? {
        var path = path
        while true {
            if let status = try? Files.status(of: path) { return status.owner }
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
            path = String(path[..<slash])
        }
    }
}
