import Synchronization

/// A place that answers are read from, line by line.
package protocol LineInput: Sendable {
    /// The next line without its end, or nil when there is none.
    func nextLine() -> String?
}

/// Reads the standard input of this program.
package struct StandardInput: LineInput {
    package init() {}

    package func nextLine() -> String? { readLine(strippingNewline: true) }
}

/// Gives lines prepared beforehand, so that a test can answer questions.
package final class PreparedInput: LineInput {
    private let lines: Mutex<[String]>

    package init(_ lines: [String] = []) {
        self.lines = Mutex(lines)
    }

    package func nextLine() -> String? {
        lines.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}
