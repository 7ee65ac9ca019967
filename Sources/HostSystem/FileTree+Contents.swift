import Glibc

extension FileTree {
    /// All bytes of a file.
    package static func read(_ path: String) throws(HostError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(action: "read", path: path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(action: "read", path: path, code: errno) }
        var bytes: [UInt8] = []
        var failure: Int32 = 0
        // One byte more than expected tells the end from a file that grows, or that has no size, as in /proc.
        var wanted = Int(status.st_size) + 1
        while wanted > 0 {
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 {
                    failure = errno
                    count = 0
                }
            }
            if failure == EINTR {
                failure = 0
                continue
            }
            if chunk.isEmpty { break }
            bytes = bytes.isEmpty ? chunk : bytes + chunk
            wanted = max(wanted - chunk.count, 4096)
        }
        guard failure == 0 else { throw .failed(action: "read", path: path, code: failure) }
        return bytes
    }

    /// The text of a file; bytes that are not UTF-8 are replaced.
    package static func readText(_ path: String) throws(HostError) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// Writes a new file, or over an old one, with exactly this mode.
    package static func write(
        _ bytes: some Collection<UInt8>,
        to path: String,
        mode: UInt32 = 0o644
    ) throws(HostError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed(action: "write", path: path, code: errno) }
        let code = writeAll(Array(bytes), to: descriptor) ?? (fchmod(descriptor, mode) == 0 ? nil : errno)
        // The last error of delayed writing, such as a full quota, comes with the closing.
        let closed = close(descriptor) == 0 ? nil : errno
        if let code = code ?? closed { throw .failed(action: "write", path: path, code: code) }
    }

    /// Writes a text as `write(_:to:mode:)` does.
    package static func write(_ text: String, to path: String, mode: UInt32 = 0o644) throws(HostError) {
        try write(text.utf8, to: path, mode: mode)
    }

    /// Replaces a file such that others see the old one or the new one, never a part.
    package static func writeAtomically(
        _ bytes: some Collection<UInt8>,
        to path: String,
        mode: UInt32 = 0o644
    ) throws(HostError) {
        let draft = "\(FilePaths.parent(of: path))/.\(FilePaths.name(of: path)).\(getpid()).draft"
        do {
            try write(bytes, to: draft, mode: mode)
            try rename(draft, to: path)
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// The error number, or nil when all was written.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, start, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { return errno }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
            return nil
        }
    }
}
