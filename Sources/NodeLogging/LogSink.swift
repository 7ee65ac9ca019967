/// A place that log entries go to.
///
/// A program that already uses swift-log hands our entries on in one method:
///
///     struct SwiftLogSink: LogSink {
///         let level = LogLevel.trace
///         func write(_ entry: LogEntry) {
///             Logger(label: entry.label).log(
///                 level: Logger.Level(rawValue: entry.level.rawValue) ?? .info,
///                 "\(entry.message)",
///                 metadata: entry.metadata.mapValues { .stringConvertible($0) })
///         }
///     }
public protocol LogSink: Sendable {
    /// The lowest level this place wants; entries below it are not even made.
    var level: LogLevel { get }

    /// Takes one entry; may be called from any thread.
    func write(_ entry: LogEntry)
}
