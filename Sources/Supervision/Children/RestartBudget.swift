import Processes

/// How many restarts a period may hold.
struct RestartBudget: Sendable {
    let limit: Int
    let period: Duration
    /// Oldest first.
    private var restarts = RingBuffer<MonotonicTime>()

    init(limit: Int, period: Duration) throws(SpecError) {
        guard limit >= 0 else { throw .negativeRestarts(limit) }
        guard period > .zero else { throw .periodNotPositive(period) }
        self.limit = limit
        self.period = period
    }

    /// Notes a restart; false when it is one too many.
    mutating func spend(at now: MonotonicTime) -> Bool {
        while let oldest = restarts[0], oldest.duration(to: now) > period { _ = restarts.popFirst() }
        restarts.append(now)
        return restarts.count <= limit
    }
}
