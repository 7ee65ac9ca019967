import Glibc

/// An open file of the storage folder, locked against every other process and thread until `close`.
///
/// One-off tasks run in processes of their own beside the node, so each change locks the file it changes. The lock is on
/// the open file, and a rewrite replaces the file, hence the second look at the path once the lock is ours.
struct StoredFile {
    let path: String
    private let descriptor: Int32

    /// Opens and locks a file; nil when it does not exist and is not to be made.
    static func open(_ path: String, creating: Bool) throws(TodoError) -> StoredFile? {
        while true {
            let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
            if descriptor < 0 {
                if errno == ENOENT, !creating { return nil }
                throw .failed("open", path)
            }
            let file = StoredFile(path: path, descriptor: descriptor)
            do throws(TodoError) {
                try file.lock()
                if try file.isStillAtItsPath() { return file }
            } catch {
                file.close()
                throw error
            }
            file.close()
        }
    }

    func close() {
        _ = Glibc.close(descriptor)
    }

    var version: FileVersion {
        get throws(TodoError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .failed("examine", path) }
            return FileVersion(status)
        }
    }

    func contents() throws(TodoError) -> [UInt8] {
        let size = try version.size
        var bytes = [UInt8](repeating: 0, count: size)
        var count = 0
        while count < size {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: count), size - count, off_t(count))
            }
            if got < 0 {
                if errno == EINTR { continue }
                throw .failed("read", path)
            }
            if got == 0 { break }
            count += got
        }
        return Array(bytes[..<count])
    }

    /// Writes at a position, cutting off what stood there, and returns when the disk has it.
    ///
    /// When that fails the file is cut back to the position, so that no half entry stays.
    func write(_ bytes: [UInt8], at position: Int) throws(TodoError) {
        do throws(TodoError) {
            guard ftruncate(descriptor, off_t(position)) == 0 else { throw TodoError.failed("write", path) }
            try writeAll(bytes, at: position)
            guard fsync(descriptor) == 0 else { throw TodoError.failed("write", path) }
        } catch {
            _ = ftruncate(descriptor, off_t(position))
            throw error
        }
    }

    private func writeAll(_ bytes: [UInt8], at position: Int) throws(TodoError) {
        var count = 0
        while count < bytes.count {
            let put = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress?.advanced(by: count), bytes.count - count, off_t(position + count))
            }
            if put < 0 {
                if errno == EINTR { continue }
                throw .failed("write", path)
            }
            count += put
        }
    }

    private func lock() throws(TodoError) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .failed("lock", path) }
        }
    }

    private func isStillAtItsPath() throws(TodoError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return false }
            throw .failed("examine", path)
        }
        return try FileVersion(status).isSameFile(as: version)
    }
}

/// What tells one state of a file from another without reading it.
struct FileVersion: Hashable, Sendable {
    private let device: dev_t
    private let inode: ino_t
    private let seconds: Int
    private let nanoseconds: Int
    let size: Int

    init(_ status: stat) {
        self.device = status.st_dev
        self.inode = status.st_ino
        self.seconds = status.st_mtim.tv_sec
        self.nanoseconds = status.st_mtim.tv_nsec
        self.size = Int(status.st_size)
    }

    func isSameFile(as other: FileVersion) -> Bool {
        (device, inode) == (other.device, other.inode)
    }
}

extension TodoError {
    /// The error that the last system call left in `errno`.
    static func failed(_ call: String, _ path: String) -> TodoError {
        .storage(call: call, path: path, code: errno)
    }
}
