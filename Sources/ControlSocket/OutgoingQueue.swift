import Posix

/// Bytes that wait until the client reads them.
struct OutgoingQueue: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }

    mutating func append(_ more: [UInt8]) {
        if bytes.isEmpty {
            bytes = more
        } else {
            bytes += more
        }
    }

    mutating func removeAll() {
        bytes = []
        start = 0
    }

    /// Sends what the kernel takes now, and says how much that was.
    mutating func flush(to descriptor: FileDescriptor) throws(PosixError) -> Int {
        let before = start
        while count > 0 {
            guard let sent = try send(to: descriptor) else { break }
            start += sent
        }
        let progress = start - before
        if count == 0 {
            removeAll()
        } else if start > bytes.count / 2 {
            bytes.removeFirst(start)
            start = 0
        }
        return progress
    }

    private func send(to descriptor: FileDescriptor) throws(PosixError) -> Int? {
        let result: Result<Int?, PosixError> = bytes.withUnsafeBytes { buffer in
            do throws(PosixError) {
                return .success(try UnixSocket.send(UnsafeRawBufferPointer(rebasing: buffer[start...]), to: descriptor))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
