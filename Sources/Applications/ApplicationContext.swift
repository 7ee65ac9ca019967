public import NodeConfiguration
public import NodeLogging

/// What an application is given when it starts.
public struct ApplicationContext: Sendable {
    /// The name of the application.
    public let name: String
    /// The configuration of the whole node.
    public let configuration: Configuration
    /// A log that carries the name of the application.
    public let log: Log
    /// Why it starts.
    public let reason: StartReason

    /// A context, as tests make it to start an application by themselves.
    public init(name: String, configuration: Configuration, log: Log, reason: StartReason = .normal) {
        self.reason = reason
        self.name = name
        self.configuration = configuration
        self.log = log
    }
}

/// Why an application starts.
public enum StartReason: String, Sendable, Hashable {
    /// The node boots, or somebody asked for it. There is no other reason while nodes do not stand in for each other.
    case normal
}
