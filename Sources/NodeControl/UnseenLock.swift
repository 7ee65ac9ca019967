import Posix

/// The lock of a node whose process cannot be seen from here: nothing else shows whether it still runs.
struct UnseenLock {
    let settings: NodeSettings

    /// How often to look where the file system does not pass on what processes elsewhere do with its files, in seconds.
    static let rhythm = 0.5

    var isHeld: Bool {
        get throws(NodeControlError) {
            if case .held(_, .unseen) = try NodeInspector(settings: settings).holder() { return true }
            return false
        }
    }

    /// Waits until the lock is free, or somebody else's; false when the deadline passed first.
    func waitForRelease(until deadline: Deadline) throws(NodeControlError) -> Bool {
        // A process that ends closes its files, the lock first.
        let directory = try NodeControlError.system { () throws(PosixError) in
            try DirectoryWatch(settings.directory)
        }
        defer { directory.close() }
        while try isHeld {
            guard !deadline.hasPassed else { return false }
            _ = try NodeControlError.system { () throws(PosixError) in
                try directory.wait(until: min(deadline, .after(seconds: Self.rhythm)))
            }
        }
        return true
    }
}
