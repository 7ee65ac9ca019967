import Processes

/// What to start, when to start it again, and how to end it.
///
///     ChildSpec(id: "poller", restart: .transient, shutdown: .after(.seconds(2))) {
///         try await Poller.startLink(interval)
///     }
public struct ChildSpec: Sendable {
    /// When a child that has ended is started again.
    public enum Restart: String, Hashable, Sendable {
        /// Always.
        case permanent
        /// Unless it ended in an expected way: normal, shutdown, shutdown because of something.
        case transient
        /// Never; it is forgotten when it ends.
        case temporary
    }

    /// How a child is ended.
    public enum Shutdown: Hashable, Sendable {
        /// It is killed.
        case brutalKill
        /// It is asked to end, and killed when it has not ended after this time.
        case after(Duration)
        /// It is asked to end, and waited for.
        case unlimited
    }

    /// What a child is.
    public enum Kind: String, Hashable, Sendable {
        /// It does work.
        case worker
        /// It has children of its own.
        case supervisor
    }

    /// What the supervisor calls it.
    public var id: ChildID
    /// When it is started again; always, unless told otherwise.
    public var restart: Restart
    /// How it is ended; a worker gets five seconds, a supervisor all the time it needs, unless told otherwise.
    public var shutdown: Shutdown
    /// What it is.
    public var kind: Kind
    /// Whether its end may end the supervisor, see `AutoShutdown`.
    public var isSignificant: Bool
    /// Starts it, linked to the calling process; called by the supervisor, on a thread that must not be blocked.
    public var start: @Sendable () async throws -> StartedChild

    /// A child that `start` starts and links to the process that calls it, as `startLink` does.
    ///
    /// A start that throws `StartError.ignored` has nothing to run and is no failure.
    public init<Child: ChildHandle>(
        id: ChildID,
        restart: Restart = .permanent,
        shutdown: Shutdown? = nil,
        kind: Kind = .worker,
        isSignificant: Bool = false,
        start: @escaping @Sendable () async throws -> Child
    ) {
        self.id = id
        self.restart = restart
        self.kind = kind
        self.shutdown = shutdown ?? (kind == .worker ? .after(.seconds(5)) : .unlimited)
        self.isSignificant = isSignificant
        self.start = { StartedChild(try await start()) }
    }

    /// The same child with some fields changed.
    public func with(_ change: (inout ChildSpec) -> Void) -> ChildSpec {
        var copy = self
        change(&copy)
        return copy
    }
}
