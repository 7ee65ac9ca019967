/// What a supervisor starts, and what it does when a child ends.
public struct SupervisorSpecification: Sendable {
    /// Which children are started again when one has ended.
    public var strategy: Strategy
    /// More restarts than this within `period` end the supervisor.
    public var maxRestarts: Int
    /// The time within which restarts are counted.
    public var period: Duration
    /// Whether the end of significant children ends the supervisor.
    public var autoShutdown: AutoShutdown
    /// How long to wait before a restart; not at all unless given.
    public var backoff: Backoff?
    /// The children, in the order of their start.
    public var children: [ChildSpec]

    /// A specification; three restarts within five seconds, unless told otherwise.
    public init(
        _ strategy: Strategy,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        autoShutdown: AutoShutdown = .never,
        backoff: Backoff? = nil,
        @ChildrenBuilder children: () throws -> [ChildSpec]
    ) rethrows {
        self.strategy = strategy
        self.maxRestarts = maxRestarts
        self.period = period
        self.autoShutdown = autoShutdown
        self.backoff = backoff
        self.children = try children()
    }

    func check() throws(SpecError) {
        _ = try RestartBudget(limit: maxRestarts, period: period)
        var seen: Set<ChildID> = []
        for child in children {
            guard seen.insert(child.id).inserted else { throw .duplicateChild(child.id) }
            try child.check(in: autoShutdown)
        }
    }
}

/// A supervisor with a type of its own, which makes its specification from an argument.
public protocol SupervisorModule {
    /// What it is started with.
    associatedtype Argument: Sendable

    /// What to supervise; `nil` says that there is nothing to run.
    static func specification(_ argument: Argument) throws -> SupervisorSpecification?
}
