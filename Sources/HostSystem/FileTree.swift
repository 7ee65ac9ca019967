import Glibc

/// Files, directories and links, without anything that depends on the process's umask.
///
/// Every operation fails with a `HostError` that names the path.
package enum FileTree {
    /// The status of `path`, or nil when nothing is there.
    package static func status(of path: String, followingLinks: Bool = false) throws(HostError) -> FileStatus? {
        var status = Glibc.stat()
        let code = followingLinks ? stat(path, &status) : lstat(path, &status)
        guard code != 0 else { return FileStatus(status) }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw .failed(action: "look at", path: path, code: errno)
    }

    /// Whether anything is at `path`, be it a dangling link.
    package static func exists(_ path: String) -> Bool {
        var status = Glibc.stat()
        return lstat(path, &status) == 0
    }

    /// Whether `path` is a directory, or a link to one.
    package static func isDirectory(_ path: String) -> Bool {
        var status = Glibc.stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a directory and all above it; one that exists is kept as it is.
    package static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(HostError) {
        if isDirectory(path) { return }
        let parent = FilePaths.parent(of: path)
        if parent != path && !isDirectory(parent) { try makeDirectory(parent) }
        guard mkdir(path, mode) == 0 else {
            if errno == EEXIST && isDirectory(path) { return }
            throw .failed(action: "make directory", path: path, code: errno)
        }
        try setMode(mode, of: path)
    }

    package static func setMode(_ mode: UInt32, of path: String) throws(HostError) {
        guard chmod(path, mode) == 0 else { throw .failed(action: "change the mode of", path: path, code: errno) }
    }

    /// Gives `path` to another user; only the administrator can, anybody else keeps it.
    package static func setOwner(_ owner: UInt32, of path: String) throws(HostError) {
        guard geteuid() == 0, owner != 0 else { return }
        guard lchown(path, owner, gid_t.max) == 0 else {
            throw .failed(action: "change the owner of", path: path, code: errno)
        }
    }

    /// Sets the time of the last change of contents, of the link itself where `path` is one.
    package static func setModified(_ nanoseconds: Int64, of path: String) throws(HostError) {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let time = timespec(tv_sec: Int(seconds), tv_nsec: Int(rest))
        guard utimensat(AT_FDCWD, path, [time, time], AT_SYMLINK_NOFOLLOW) == 0 else {
            throw .failed(action: "set the time of", path: path, code: errno)
        }
    }

    package static func makeLink(at path: String, to target: String) throws(HostError) {
        guard symlink(target, path) == 0 else { throw .failed(action: "make link", path: path, code: errno) }
    }

    package static func target(ofLink path: String) throws(HostError) -> String {
        let target = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { buffer -> String? in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(path, start, buffer.count)
            return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        guard let target else { throw .failed(action: "read link", path: path, code: errno) }
        return target
    }

    package static func rename(_ path: String, to target: String) throws(HostError) {
        guard Glibc.rename(path, target) == 0 else {
            throw .failed(action: "rename '\(path)' to", path: target, code: errno)
        }
    }

    /// The path without links, `.` and `..`, or nil when nothing is there.
    package static func realPath(of path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
