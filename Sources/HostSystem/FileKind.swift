import Glibc

/// What kind of thing a path names.
package enum FileKind: Hashable, Sendable {
    case file
    case directory
    case link
    /// A socket, a pipe or a device.
    case special

    init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .special
            }
    }
}

/// What the file system knows about a path, links not followed unless said so.
package struct FileStatus: Hashable, Sendable {
    package var kind: FileKind
    /// The permission bits alone.
    package var mode: UInt32
    package var size: Int
    package var device: UInt64
    package var inode: UInt64
    /// Nanoseconds since 1970 of the last change of contents.
    package var modified: Int64
    /// Nanoseconds since 1970 of the last change of contents, mode, owner or names.
    package var changed: Int64
    package var owner: UInt32

    init(_ status: stat) {
        kind = FileKind(mode: status.st_mode)
        mode = UInt32(status.st_mode) & 0o7777
        size = Int(status.st_size)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        owner = UInt32(status.st_uid)
    }

    /// Whether anybody may run it.
    package var isExecutable: Bool { mode & 0o111 != 0 }
}
