import Posix

/// The reading end of a pipe on which one report is awaited.
struct BootReportReader {
    let descriptor: FileDescriptor
    private var received: [UInt8] = []

    enum News {
        case report(BootReport)
        /// The other side has closed the pipe without a word.
        case end
    }

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Takes what is there; nil while the line is not complete.
    mutating func read() throws(PosixError) -> News? {
        let bytes = try descriptor.read(upTo: 4096)
        received += bytes
        guard let end = received.firstIndex(of: UInt8(ascii: "\n")) else {
            return bytes.isEmpty || received.count > 64 * 1024 ? .end : nil
        }
        return BootReport(line: String(decoding: received[..<end], as: UTF8.self)).map { .report($0) } ?? .end
    }
}
