import Glibc

/// What the file system knows about a file.
package struct FileStatus: Hashable, Sendable {
    /// What sort of file it is.
    package enum Kind: Sendable {
        case file, directory, symbolicLink, socket, pipe, device
    }

    package let kind: Kind
    /// The permission bits, set-user-id and sticky bits included.
    package let permissions: UInt32
    package let size: Int
    package let owner: UInt32
    package let group: UInt32
    package let device: UInt64
    package let inode: UInt64
    package let linkCount: Int
    package let modified: Timestamp

    init(_ raw: stat) {
        kind =
            switch raw.st_mode & 0o170000 {
            case 0o040000: .directory
            case 0o120000: .symbolicLink
            case 0o140000: .socket
            case 0o010000: .pipe
            case 0o100000: .file
            default: .device
            }
        permissions = raw.st_mode & 0o7777
        size = Int(raw.st_size)
        owner = raw.st_uid
        group = raw.st_gid
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
        linkCount = Int(raw.st_nlink)
        modified = Timestamp(seconds: raw.st_mtim.tv_sec, nanoseconds: Int(raw.st_mtim.tv_nsec))
    }

    /// Whether both describe the same file, whatever its name.
    package func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}

extension FileDescriptor {
    /// The status of the open file.
    package func status() throws(PosixError) -> FileStatus {
        var raw = stat()
        try checked("fstat") { fstat(rawValue, &raw) }
        return FileStatus(raw)
    }
}
