import Glibc

/// Collects what a subprocess writes, and hands on its lines as they become complete.
struct CapturedOutput {
    private(set) var bytes: [UInt8] = []
    private let handLine: (@Sendable (String) -> Void)?
    private var lineStart = 0

    init(_ target: Subprocess.Output) {
        handLine = if case .lines(let handLine) = target { handLine } else { nil }
    }

    /// Reads once, and returns what `read` returned.
    mutating func read(from descriptor: Int32) -> Int {
        let count = withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { buffer in
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count > 0 { bytes.append(contentsOf: buffer.prefix(count)) }
            return count
        }
        if count > 0 && handLine != nil { handLines(upTo: bytes.count - count) }
        return count
    }

    /// Hands on the last line when it has no end.
    mutating func finish() {
        guard let handLine, lineStart < bytes.count else { return }
        handLine(String(decoding: bytes[lineStart...], as: UTF8.self))
        lineStart = bytes.count
    }

    /// Hands on the lines that ended at or after `searched`.
    private mutating func handLines(upTo searched: Int) {
        var search = searched
        while let end = bytes[search...].firstIndex(of: UInt8(ascii: "\n")) {
            handLine?(String(decoding: bytes[lineStart..<end], as: UTF8.self))
            lineStart = end + 1
            search = end + 1
        }
    }
}
