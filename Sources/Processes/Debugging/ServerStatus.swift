/// What `sys` says about a server.
public struct ServerStatus: Sendable {
    /// Its process.
    public var id: ProcessID
    /// Its type.
    public var kind: String
    /// Whether it is suspended.
    public var isSuspended: Bool
    /// Who started it.
    public var parent: ProcessID?
    /// What its process keeps for itself.
    public var dictionary: [String: String]
    /// Its state, as `statusDescription` shows it.
    public var state: String
    /// The events that `log` keeps.
    public var loggedEvents: [DebugEvent]
    /// What is counted, if counting is on.
    public var statistics: ServerStatistics?
    /// The names of the installed observers.
    public var observers: [String]
}
