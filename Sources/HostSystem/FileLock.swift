import Glibc

/// A lock on a file that only one process holds, and that ends with it however it ends.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32
    private let path: String

    /// Takes the lock; fails with `HostError.locked` at once when another has it.
    package init(path: String) throws(HostError) {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw .failed(action: "open", path: path, code: errno) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(descriptor)
                throw code == EWOULDBLOCK ? .locked(path: path) : .failed(action: "lock", path: path, code: code)
            }
            // Whoever held it before may have removed the file; then what we locked is no longer there.
            var own = stat()
            var current = stat()
            if fstat(descriptor, &own) == 0 && stat(path, &current) == 0 && own.st_ino == current.st_ino {
                self.descriptor = descriptor
                self.path = path
                return
            }
            close(descriptor)
        }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }
}
