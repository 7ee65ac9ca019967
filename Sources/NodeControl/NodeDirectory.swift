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
        if !Files.isWritable(path) {
            if isOurs || status.owner == 0 {
                throw .temporaryDirectory(path: path, reason: "cannot be written to")
            }
            throw .condition(.foreign(user: status.owner), node: settings.node)
        }
        let isShared = status.permissions & 0o002 != 0 && status.permissions & 0o1000 == 0
        if isShared, !isOurs {
            throw .temporaryDirectory(path: path, reason: "belongs to somebody else and everybody can write to it")
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
