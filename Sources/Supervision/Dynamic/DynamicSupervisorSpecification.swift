/// How many children a dynamic supervisor may have, and what it does when one ends.
public struct DynamicSupervisorSpecification: Sendable {
    /// How many children there may be at the same time; any number unless given.
    public var maxChildren: Int?
    /// More restarts than this within `period` end the supervisor.
    public var maxRestarts: Int
    /// The time within which restarts are counted.
    public var period: Duration
    /// How long to wait before a restart; not at all unless given.
    public var backoff: Backoff?

    /// A specification; three restarts within five seconds, unless told otherwise.
    public init(
        maxChildren: Int? = nil,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        backoff: Backoff? = nil
    ) {
        self.maxChildren = maxChildren
        self.maxRestarts = maxRestarts
        self.period = period
        self.backoff = backoff
    }
}
