/// The stamp of every log line, whoever writes it: UTC with milliseconds, so that it sorts and compares as text.
package struct LogStamp: Sendable {
    private var second = Int.min
    private var prefix: [UInt8] = []

    package init() {}

    /// `2026-11-20T20:53:22.123Z ` as bytes.
    package mutating func bytes(of moment: Timestamp) -> [UInt8] {
        if moment.seconds != second {
            second = moment.seconds
            prefix = [UInt8](moment.iso8601.utf8.dropLast())
        }
        let milliseconds = moment.nanoseconds / 1_000_000
        let digits = [milliseconds / 100, milliseconds / 10 % 10, milliseconds % 10].map { UInt8(48 + $0) }
        return prefix + [UInt8(ascii: ".")] + digits + [UInt8(ascii: "Z"), UInt8(ascii: " ")]
    }
}
