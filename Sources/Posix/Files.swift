import CPosix
import Glibc

/// Files and directories by path.
package enum Files {
    /// The whole content of a file; more than `limit` bytes is the error "file too large".
    package static func read(_ path: String, limit: Int = .max) throws(PosixError) -> [UInt8] {
        let descriptor = try FileDescriptor.open(path)
        defer { descriptor.close() }
        do throws(PosixError) {
            return try descriptor.readToEnd(limit: limit)
        } catch {
            throw PosixError(call: error.call, path: path, code: error.code)
        }
    }

    /// The whole content of a file as text; what is not UTF-8 becomes replacement characters.
    package static func readText(_ path: String, limit: Int = .max) throws(PosixError) -> String {
        String(decoding: try read(path, limit: limit), as: UTF8.self)
    }

    /// Writes a file with exactly `mode` (whatever the umask), replacing what is there.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(PosixError) {
        let descriptor = try FileDescriptor.open(path, .write, options: [.create, .truncate], mode: mode)
        defer { descriptor.close() }
        try checked("fchmod", path) { fchmod(descriptor.rawValue, mode) }
        do throws(PosixError) {
            try descriptor.write(bytes)
        } catch {
            throw PosixError(call: error.call, path: path, code: error.code)
        }
    }

    /// Writes a text as UTF-8.
    package static func write(_ text: String, to path: String, mode: UInt32 = 0o644) throws(PosixError) {
        try write([UInt8](text.utf8), to: path, mode: mode)
    }

    /// Writes a file beside `path` and renames it, so that readers see the former content or the new one.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o644) throws(PosixError) {
        let draft = "\(path).\(Randomness.hexadecimal(bytes: 6))"
        do throws(PosixError) {
            try write(bytes, to: draft, mode: mode)
            try rename(draft, to: path)
        } catch {
            _ = Glibc.unlink(draft)
            throw error
        }
    }

    /// The status of what the path leads to, symbolic links followed.
    package static func status(of path: String) throws(PosixError) -> FileStatus {
        var raw = stat()
        try checked("stat", path) { stat(path, &raw) }
        return FileStatus(raw)
    }

    /// The status of the file itself, be it a symbolic link.
    package static func linkStatus(of path: String) throws(PosixError) -> FileStatus {
        var raw = stat()
        try checked("lstat", path) { lstat(path, &raw) }
        return FileStatus(raw)
    }

    /// Whether the path leads to something that can be looked at.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Whether this process may execute the file (or enter the directory).
    package static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }

    /// Whether this process may write the file (or make files in the directory).
    package static func isWritable(_ path: String) -> Bool {
        access(path, W_OK) == 0
    }

    /// Changes the permission bits.
    package static func setPermissions(_ mode: UInt32, of path: String) throws(PosixError) {
        try checked("chmod", path) { chmod(path, mode) }
    }

    /// Gives a file to another user; a symbolic link itself, not its target.
    package static func setOwner(_ user: UInt32, group: UInt32, of path: String) throws(PosixError) {
        try checked("lchown", path) { lchown(path, user, group) }
    }

    /// Sets the time of last access and modification; of a symbolic link itself, not its target.
    package static func setModified(_ time: Timestamp, of path: String) throws(PosixError) {
        let value = timespec(tv_sec: time.seconds, tv_nsec: time.nanoseconds)
        try checked("utimensat", path) { utimensat(AT_FDCWD, path, [value, value], AT_SYMLINK_NOFOLLOW) }
    }
}
