/// What belongs to one line of the log.
public struct LogEntry: Sendable {
    /// Named values that go with a message; those of swift-log fit as they are.
    public typealias Metadata = [String: any CustomStringConvertible & Sendable]

    /// How much it matters.
    public var level: LogLevel
    /// Who speaks, for example the name of an application.
    public var label: String
    /// What happened.
    public var message: String
    /// What it happened with.
    public var metadata: Metadata

    /// An entry with everything given.
    public init(level: LogLevel, label: String, message: String, metadata: Metadata = [:]) {
        self.level = level
        self.label = label
        self.message = message
        self.metadata = metadata
    }
}
