import CPosix
import Glibc

/// An open file, pipe, socket or counter of this process; whoever opened it closes it.
package struct FileDescriptor: Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let standardInput = FileDescriptor(rawValue: 0)
    package static let standardOutput = FileDescriptor(rawValue: 1)
    package static let standardError = FileDescriptor(rawValue: 2)

    /// What the opened file is for.
    package enum Access: Sendable {
        case read, write, readWrite
    }

    /// What opening does beside opening; every descriptor is close-on-exec unless `inherited` is given.
    package struct Options: OptionSet, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let create = Options(rawValue: O_CREAT)
        package static let exclusive = Options(rawValue: O_EXCL)
        package static let truncate = Options(rawValue: O_TRUNC)
        package static let append = Options(rawValue: O_APPEND)
        package static let nonBlocking = Options(rawValue: O_NONBLOCK)
        package static let noFollow = Options(rawValue: O_NOFOLLOW)
        package static let directory = Options(rawValue: O_DIRECTORY)
        package static let inherited = Options(rawValue: 1 << 30)
    }

    /// Opens the file at `path`.
    package static func open(
        _ path: String,
        _ access: Access = .read,
        options: Options = [],
        mode: UInt32 = 0o644
    ) throws(PosixError) -> FileDescriptor {
        let direction =
            switch access {
            case .read: O_RDONLY
            case .write: O_WRONLY
            case .readWrite: O_RDWR
            }
        let flags = options.contains(.inherited) ? 0 : O_CLOEXEC
        let extra = options.subtracting(.inherited).rawValue
        return FileDescriptor(
            rawValue: try checked("open", path) { Glibc.open(path, direction | flags | extra, mode) }
        )
    }

    /// Closes the descriptor; never throws, since nothing useful can be done about a failure.
    package func close() {
        _ = Glibc.close(rawValue)
    }

    /// Writes what the kernel still buffers to the disk.
    package func synchronize() throws(PosixError) {
        try checked("fsync") { fsync(rawValue) }
    }

    /// Cuts or extends the file to `size` bytes.
    package func truncate(to size: Int) throws(PosixError) {
        try checked("ftruncate") { ftruncate(rawValue, size) }
    }

    /// Moves the position, counted from the start of the file.
    package func seek(to offset: Int) throws(PosixError) {
        try checked("lseek") { lseek(rawValue, offset, SEEK_SET) }
    }

    /// Moves the position to the end and says where that is.
    @discardableResult
    package func seekToEnd() throws(PosixError) -> Int {
        try checked("lseek") { lseek(rawValue, 0, SEEK_END) }
    }

    /// A second descriptor of the same file, close-on-exec, at or above `lowest`.
    package func duplicate(lowest: Int32 = 3) throws(PosixError) -> FileDescriptor {
        FileDescriptor(rawValue: try checked("fcntl") { fcntl(rawValue, F_DUPFD_CLOEXEC, lowest) })
    }

    /// Makes descriptor number `target` mean this file; the copy is inherited by programs that are executed.
    package func duplicate(as target: Int32) throws(PosixError) {
        try checked("dup2") { dup2(rawValue, target) }
    }

    /// Whether the descriptor is closed when this process executes another program.
    package func setCloseOnExec(_ enabled: Bool) throws(PosixError) {
        try checked("fcntl") { fcntl(rawValue, F_SETFD, enabled ? FD_CLOEXEC : 0) }
    }

    /// Whether reading and writing return at once instead of waiting.
    package func setNonBlocking(_ enabled: Bool) throws(PosixError) {
        let flags = try checked("fcntl") { fcntl(rawValue, F_GETFL) }
        try checked("fcntl") { fcntl(rawValue, F_SETFL, enabled ? flags | O_NONBLOCK : flags & ~O_NONBLOCK) }
    }

    /// Whether the descriptor names an open file at all.
    package var isOpen: Bool { fcntl(rawValue, F_GETFD) >= 0 }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// The size of the terminal behind the descriptor, if it is one.
    package var terminalSize: (columns: Int, rows: Int)? {
        var columns: UInt16 = 0
        var rows: UInt16 = 0
        guard swr_terminal_size(rawValue, &columns, &rows) == 0 else { return nil }
        return (Int(columns), Int(rows))
    }
}
