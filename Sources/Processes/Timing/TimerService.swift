/// All timers of a process system, in one heap.
///
/// Unchecked, because `heap`, `sequence` and every entry's `position` are guarded by `lock`.
@usableFromInline package final class TimerService: @unchecked Sendable {
    /// The service that waits for the system's clock.
    static let system = TimerService(source: SystemTimeSource())

    package let source: any TimeSource
    private let lock = Lock()
    private var heap = TimerHeap()
    private var sequence: UInt64 = 0
    private var announced: MonotonicTime?
    private var watchers: [(count: Int, promise: Promise<Void>)] = []

    package init(source: any TimeSource) {
        self.source = source
        source.attach { [weak self] in self?.fire() }
    }

    package var now: MonotonicTime {
        source.now
    }

    /// Calls `action` on the clock's thread once `deadline` has come; `action` must not block.
    @discardableResult
    package func schedule(at deadline: MonotonicTime, _ action: @escaping @Sendable () -> Void) -> TimerEntry {
        let entry = TimerEntry(deadline: deadline, service: self, action: action)
        start(entry)
        return entry
    }

    func start(_ entry: TimerEntry) {
        lock.lock()
        sequence += 1
        entry.sequence = sequence
        heap.insert(entry)
        announceDeadline()
        let reached = reachedWatchers()
        lock.unlock()
        for promise in reached { promise.resolve(()) }
    }

    @discardableResult
    package func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> TimerEntry {
        schedule(at: now.advanced(by: delay), action)
    }

    /// Calls `action` after a limit of time; at once without any, because then there is nothing to wait for, however
    /// slowly the clock goes.
    package func schedule(afterIfAny limit: Duration, _ action: @escaping @Sendable () -> Void) -> TimerEntry? {
        if limit > .zero { return schedule(after: limit, action) }
        action()
        return nil
    }

    /// Removes a timer; false when it has fired or was removed before.
    package func cancel(_ entry: TimerEntry) -> Bool {
        lock.lock()
        let removed = heap.remove(entry)
        lock.unlock()
        return removed
    }

    package func isPending(_ entry: TimerEntry) -> Bool {
        lock.withLock { entry.position != nil }
    }

    /// The number of timers that have not fired.
    package var pendingCount: Int {
        lock.withLock { heap.count }
    }

    /// The earliest moment that a timer waits for.
    package var nextDeadline: MonotonicTime? {
        lock.withLock { heap.first?.deadline }
    }

    /// Returns when at least `count` timers are pending.
    package func waitForPending(_ count: Int) async {
        let promise = Promise<Void>()
        lock.lock()
        let isReached = heap.count >= count
        if !isReached { watchers.append((count, promise)) }
        lock.unlock()
        guard !isReached else { return }
        // A test whose time is over must come to its end.
        await withTaskCancellationHandler {
            await promise.value()
        } onCancel: {
            promise.resolve(())
        }
    }

    /// Runs what is due; called by the clock.
    package func fire() {
        while true {
            let now = source.now
            lock.lock()
            guard let entry = heap.first, entry.deadline <= now else {
                announced = nil
                announceDeadline()
                lock.unlock()
                return
            }
            _ = heap.remove(entry)
            lock.unlock()
            entry.run()
        }
    }

    /// Tells the clock about an earlier deadline; under the lock, so that the clock hears the latest state last.
    private func announceDeadline() {
        guard let first = heap.first else { return }
        if let announced, announced <= first.deadline { return }
        announced = first.deadline
        source.nextDeadline(is: first.deadline)
    }

    private func reachedWatchers() -> [Promise<Void>] {
        guard !watchers.isEmpty else { return [] }
        let reached = watchers.filter { $0.count <= heap.count }.map(\.promise)
        watchers.removeAll { $0.count <= heap.count }
        return reached
    }
}
