import Posix

/// Writes each entry as one line, with one write, to standard error.
public struct StandardErrorSink: LogSink {
    /// The sink of this program, set up from `LOG_LEVEL` and `RELEASE_LAUNCHER_PID` when first used.
    public static let standard = StandardErrorSink(environment: Environment.snapshot())

    /// The lowest level that is written.
    public let level: LogLevel
    /// Whether lines begin with the time; under a launcher they do not, because it stamps them.
    public let stampsLines: Bool

    /// A sink that takes entries from `level` on.
    public init(level: LogLevel, stampsLines: Bool) {
        self.level = level
        self.stampsLines = stampsLines
    }

    /// A sink set up as the variables say; says so when `LOG_LEVEL` names no level.
    package init(environment: [String: String]) {
        let wanted = environment["LOG_LEVEL"] ?? ""
        let level = LogLevel(rawValue: wanted.lowercased())
        self.init(level: level ?? .info, stampsLines: environment["RELEASE_LAUNCHER_PID"] == nil)
        if level == nil, !wanted.isEmpty {
            let known = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
            let message = "LOG_LEVEL names no level; using info (levels are \(known))"
            write(LogEntry(level: .warning, label: "log", message: message, metadata: ["LOG_LEVEL": wanted]))
        }
    }

    /// Writes one entry, as one line.
    public func write(_ entry: LogEntry) {
        let line = LogLine(entry, at: stampsLines ? Clocks.now() : nil).text
        // A log that cannot be written must not stop what it speaks of.
        try? FileDescriptor.standardError.write(line)
    }
}
