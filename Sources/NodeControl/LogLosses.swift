package import Posix

/// Output that could not be written, counted until it can be reported.
package struct LogLosses: Hashable, Sendable {
    private var lines = 0
    private var bytes = 0
    private var reason: Errno?
    /// Part of a line was written.
    package var tornLine = false

    /// Nothing.
    package init() {}

    package mutating func add(_ lost: ArraySlice<UInt8>, because error: PosixError) {
        lines += max(1, lost.count { $0 == UInt8(ascii: "\n") })
        bytes += lost.count
        reason = reason ?? error.code
    }

    /// The line to write when there is room again.
    var report: String? {
        guard let reason else { return nil }
        return "[launcher] \(lines) lines (\(bytes) bytes) of output were lost: \(reason)\n"
    }
}

extension LogLosses {
    /// Reads what `numbers` were; nil when there are not as many.
    package init?(numbers: [Int]) {
        guard numbers.count == 4, let code = Int32(exactly: numbers[2]) else { return nil }
        lines = numbers[0]
        bytes = numbers[1]
        reason = Errno(rawValue: code)
        tornLine = numbers[3] != 0
    }

    /// For a successor: how many lines and bytes, the error number, whether a line is torn; none for no losses.
    package var numbers: [Int] {
        guard let reason else { return [] }
        return [lines, bytes, Int(reason.rawValue), tornLine ? 1 : 0]
    }
}
