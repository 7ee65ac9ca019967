import Glibc

/// A line grew longer than allowed.
package struct OversizedLine: Error, Hashable, Sendable, CustomStringConvertible {
    package let limit: Int

    package init(limit: Int) {
        self.limit = limit
    }

    package var description: String { "a line of more than \(limit) bytes" }
}

/// Cuts a stream of bytes into lines.
package struct LineDecoder: Sendable {
    private var buffer: [UInt8] = []
    /// Where the next line starts, and up to where no newline was found.
    private var start = 0
    private var scanned = 0
    private let limit: Int

    package init(limit: Int) {
        self.limit = limit
    }

    /// How many bytes wait for the rest of their line.
    package var count: Int { buffer.count - start }

    /// Takes more bytes.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if start > 0 {
            buffer.removeFirst(start)
            scanned -= start
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole line without its newline, or nil while more bytes are needed.
    package mutating func next() throws(OversizedLine) -> ArraySlice<UInt8>? {
        guard let end = newline() else {
            scanned = buffer.count
            guard count <= limit else { throw OversizedLine(limit: limit) }
            if count == 0 { forget() }
            return nil
        }
        defer {
            start = end + 1
            scanned = start
        }
        guard end - start <= limit else { throw OversizedLine(limit: limit) }
        return buffer[start..<end]
    }

    /// What is left when the stream ends without a newline.
    package mutating func rest() -> ArraySlice<UInt8> {
        defer { forget() }
        return buffer[start...]
    }

    private func newline() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + scanned, 0x0a, bytes.count - scanned) else {
                return nil
            }
            return UnsafeRawPointer(found) - base
        }
    }

    // A long line must not keep its memory for as long as the connection lasts.
    private mutating func forget() {
        buffer.removeAll(keepingCapacity: buffer.capacity <= 64 * 1024)
        start = 0
        scanned = 0
    }
}
