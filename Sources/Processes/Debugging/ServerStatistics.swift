/// How much a server has done since counting began.
public struct ServerStatistics: Hashable, Sendable {
    /// When counting began.
    public var start: MonotonicTime
    /// The moment of this copy.
    public var now: MonotonicTime
    /// How many messages were taken.
    public var messagesIn = 0
    /// How many answers callbacks have given.
    public var messagesOut = 0
}
