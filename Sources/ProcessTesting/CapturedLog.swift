public import NodeLogging
import Processes

/// Keeps log entries, so that a test can ask for them.
public final class CapturedLog: LogSink {
    /// Every entry is wanted.
    public let level = LogLevel.trace
    private let stored = Locked<[LogEntry]>([])

    /// A log without entries.
    public init() {}

    /// Keeps the entry.
    public func write(_ entry: LogEntry) {
        stored.withLock { $0.append(entry) }
    }

    /// All entries, oldest first.
    public var entries: [LogEntry] {
        stored.withLock { $0 }
    }

    /// The entries of one level, oldest first.
    public func entries(_ level: LogLevel) -> [LogEntry] {
        entries.filter { $0.level == level }
    }
}
