import Posix

/// Reads lines from an input that may be a terminal, a pipe or a file.
struct LineReader {
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    private var hasEnded = false

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Whether a line can be had without waiting.
    var hasLine: Bool { hasEnded || buffer.contains(UInt8(ascii: "\n")) }

    /// The next line without its end, waiting for it; nil at the end of the input.
    mutating func next() throws(PosixError) -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.removeFirst(end + 1) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            if hasEnded {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : String(decoding: buffer, as: UTF8.self)
            }
            try fill()
        }
    }

    /// Reads once; on a terminal that is a line.
    mutating func fill() throws(PosixError) {
        let bytes = try descriptor.read(upTo: 64 * 1024)
        if bytes.isEmpty { hasEnded = true }
        buffer += bytes
    }
}
