/// Writes log entries under one label.
///
///     let log = Log("todo")
///     log.info("listening", ["port": 5454])   // … info todo: port=5454 listening
public struct Log: Sendable {
    /// Who speaks.
    public let label: String
    /// Where entries go.
    public let sink: any LogSink
    /// Values that every entry of this log carries.
    public var metadata: LogEntry.Metadata

    /// A log that speaks as `label`, by default on standard error.
    public init(_ label: String, to sink: any LogSink = StandardErrorSink.standard, metadata: LogEntry.Metadata = [:]) {
        self.label = label
        self.sink = sink
        self.metadata = metadata
    }

    /// The same log under another label.
    public func labelled(_ label: String) -> Log {
        Log(label, to: sink, metadata: metadata)
    }

    /// Writes an entry of any level.
    public func log(_ level: LogLevel, _ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        guard level >= sink.level else { return }
        let all = self.metadata.isEmpty ? metadata : self.metadata.merging(metadata) { _, new in new }
        sink.write(LogEntry(level: level, label: label, message: message(), metadata: all))
    }

    /// Writes an entry of level `trace`.
    public func trace(_ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        log(.trace, message(), metadata)
    }

    /// Writes an entry of level `debug`.
    public func debug(_ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        log(.debug, message(), metadata)
    }

    /// Writes an entry of level `info`.
    public func info(_ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        log(.info, message(), metadata)
    }

    /// Writes an entry of level `notice`.
    public func notice(_ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        log(.notice, message(), metadata)
    }

    /// Writes an entry of level `warning`.
    public func warning(_ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        log(.warning, message(), metadata)
    }

    /// Writes an entry of level `error`.
    public func error(_ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        log(.error, message(), metadata)
    }

    /// Writes an entry of level `critical`.
    public func critical(_ message: @autoclosure () -> String, _ metadata: LogEntry.Metadata = [:]) {
        log(.critical, message(), metadata)
    }
}
