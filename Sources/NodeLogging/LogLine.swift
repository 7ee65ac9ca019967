package import Posix

/// The text of a log entry: `2026-11-20T20:53:22.123Z info todo: port=5454 listening`.
package struct LogLine: Sendable {
    /// The line, with its line end.
    package let text: String

    /// The line for `entry`, stamped unless there is no `time`.
    ///
    /// Further lines of a message are indented, so that no message can pass for another entry.
    package init(_ entry: LogEntry, at time: Timestamp?) {
        var text = ""
        if let time {
            var stamp = LogStamp()
            text += String(decoding: stamp.bytes(of: time), as: UTF8.self)
        }
        text += "\(entry.level.rawValue) \(entry.label):"
        for (key, value) in entry.metadata.sorted(by: { $0.key < $1.key }) {
            text += " \(key)=\(Self.quotedIfNeeded(value.description))"
        }
        let lines = entry.message.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (number, line) in lines.enumerated() {
            text += number == 0 ? " \(line)" : "\n    \(line)"
        }
        self.text = text + "\n"
    }

    /// A value as it is, or in quotes when it would not be read as one word.
    private static func quotedIfNeeded(_ value: String) -> String {
        let isWord = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x7F }
        return isWord ? value : value.debugDescription
    }
}
