import CPosix
import Glibc

extension Files {
    /// Renames, replacing a file of the new name.
    package static func rename(_ path: String, to target: String) throws(PosixError) {
        try checked("rename", path) { Glibc.rename(path, target) }
    }

    /// Renames unless the new name is taken, which is the error "exists".
    package static func renameWithoutReplacing(_ path: String, to target: String) throws(PosixError) {
        try checked("renameat2", path) { swr_rename(path, target, UInt32(swr_no_replace_flag())) }
    }

    /// Swaps two names in one step; file systems that cannot say "invalid argument" or "not implemented".
    package static func exchange(_ path: String, with other: String) throws(PosixError) {
        try checked("renameat2", path) { swr_rename(path, other, UInt32(swr_exchange_flag())) }
    }

    /// Removes the name of a file, socket or link.
    package static func unlink(_ path: String) throws(PosixError) {
        try checked("unlink", path) { Glibc.unlink(path) }
    }

    /// Makes a symbolic link at `path` whose text is `target`.
    package static func symbolicLink(at path: String, to target: String) throws(PosixError) {
        try checked("symlink", path) { symlink(target, path) }
    }

    /// Gives the file at `path` a second name.
    package static func hardLink(_ path: String, as other: String) throws(PosixError) {
        try checked("link", other) { link(path, other) }
    }

    /// The text of a symbolic link.
    package static func readLink(_ path: String) throws(PosixError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let capacity = buffer.count
        let count = try checked("readlink", path) { readlink(path, &buffer, capacity) }
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The absolute path without symbolic links, `.` and `..`; the file must exist.
    package static func realPath(_ path: String) throws(PosixError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw PosixError(call: "realpath", path: path, code: .current)
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
