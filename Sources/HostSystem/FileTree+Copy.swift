import CHostSystem
import Glibc

extension FileTree {
    /// Copies a file, a link, or a directory with all it holds; modes and links are kept, the target must be free.
    package static func copy(_ path: String, to target: String) throws(HostError) {
        guard let status = try status(of: path) else { throw .failed(action: "copy", path: path, code: ENOENT) }
        switch status.kind {
        case .file: try copyFile(path, to: target, mode: status.mode)
        case .link: try makeLink(at: target, to: try self.target(ofLink: path))
        case .special: throw .failed(action: "copy", path: path, code: EINVAL)
        case .directory:
            // Writable while it is filled, whatever its own mode.
            try makeDirectory(target, mode: 0o755)
            for name in try names(in: path) { try copy("\(path)/\(name)", to: "\(target)/\(name)") }
            try setMode(status.mode, of: target)
        }
    }

    /// Copies the contents of a file, sharing its blocks where the file system can, and sets the mode.
    package static func copyFile(_ path: String, to target: String, mode: UInt32) throws(HostError) {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .failed(action: "read", path: path, code: errno) }
        defer { close(source) }
        let destination = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard destination >= 0 else { throw .failed(action: "write", path: target, code: errno) }
        var code = transfer(from: source, to: destination)
        if code == nil && fchmod(destination, mode) != 0 { code = errno }
        if close(destination) != 0 && code == nil { code = errno }
        if let code { throw .failed(action: "write", path: target, code: code) }
    }

    /// Gives a file a second name on the same file system; copies where that is refused.
    package static func linkOrCopy(_ path: String, to target: String) throws(HostError) {
        if link(path, target) == 0 { return }
        guard [EXDEV, EPERM, EMLINK, ENOTSUP, EACCES].contains(errno) else {
            throw .failed(action: "link '\(path)' as", path: target, code: errno)
        }
        try copy(path, to: target)
    }

    /// The error number, or nil when all was copied.
    private static func transfer(from source: Int32, to destination: Int32) -> Int32? {
        while true {
            let count = host_copy_file_range(source, destination, 1 << 30)
            if count == 0 { return nil }
            if count > 0 || errno == EINTR { continue }
            guard [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else { return errno }
            return transferThroughMemory(from: source, to: destination)
        }
    }

    private static func transferThroughMemory(from source: Int32, to destination: Int32) -> Int32? {
        withUnsafeTemporaryAllocation(byteCount: 1 << 17, alignment: 16) { buffer in
            while true {
                let count = Glibc.read(source, buffer.baseAddress, buffer.count)
                if count == 0 { return nil }
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                var written = 0
                while written < count {
                    let step = Glibc.write(destination, buffer.baseAddress?.advanced(by: written), count - written)
                    if step < 0 && errno != EINTR { return errno }
                    written += max(0, step)
                }
            }
        }
    }
}
