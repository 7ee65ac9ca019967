package import Posix

/// The end of a log, as lines.
package struct LogTail {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// The last lines, those of older files (`PATH.1` and on) included when the current one has too few.
    ///
    /// Of the current one only the first `size` bytes count, if given.
    package func lastLines(_ count: Int, size: Int? = nil) throws(PosixError) -> [String] {
        var lines = try Self.lines(of: path, last: count, size: size)
        for number in 1... where !LogFile.isPassedOver(number: number, of: path) {
            guard lines.count < count, let more = try? Self.lines(of: "\(path).\(number)", last: count - lines.count)
            else { break }
            lines = more + lines
        }
        return lines
    }

    /// The last lines of those stamped at `moment` or later; what has no stamp belongs to the line before it.
    package func lines(since moment: Timestamp, limit: Int) -> [String] {
        var stamp = LogStamp()
        let first = String(decoding: stamp.bytes(of: moment), as: UTF8.self)
        // Without a log nothing was written to it.
        let lines = (try? lastLines(1000)) ?? []
        let begin = lines.firstIndex { Self.isStamped($0) && $0 >= first } ?? lines.endIndex
        return lines[begin...].suffix(limit)
    }

    /// Prints such lines to the standard error, for a command that has failed.
    func show(since moment: Timestamp, limit: Int) {
        for line in lines(since: moment, limit: limit) {
            // Nobody reads it: no reason to do less.
            _ = try? FileDescriptor.standardError.write(line + "\n")
        }
    }

    private static func isStamped(_ line: String) -> Bool {
        let bytes = Array(line.utf8.prefix(25))
        return bytes.count == 25 && bytes[10] == UInt8(ascii: "T") && bytes[23] == UInt8(ascii: "Z")
    }

    /// Reads a file from its end, in blocks, until it has enough lines.
    private static func lines(of path: String, last count: Int, size: Int? = nil) throws(PosixError) -> [String] {
        let file = try FileDescriptor.open(path, options: .nonBlocking)
        defer { file.close() }
        let end = try file.seekToEnd()
        var start = min(size ?? end, end)
        var bytes: [UInt8] = []
        let newline = UInt8(ascii: "\n")
        while start > 0, bytes.dropLast().count(where: { $0 == newline }) < count {
            let length = min(start, 64 * 1024)
            start -= length
            try file.seek(to: start)
            var block: [UInt8] = []
            while block.count < length {
                let piece = try file.read(upTo: length - block.count)
                if piece.isEmpty { break }
                block += piece
            }
            bytes = block + bytes
        }
        if bytes.last == newline { bytes.removeLast() } else if bytes.isEmpty { return [] }
        return bytes.split(separator: newline, omittingEmptySubsequences: false).suffix(count)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
