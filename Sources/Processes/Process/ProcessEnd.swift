/// The end of a process as one waits for it; used once.
///
/// Unchecked, because all variables are guarded by `lock`.
final class ProcessEnd: TaskWaker, @unchecked Sendable {
    private let lock = Lock()
    @exclusivity(unchecked) private var hasCome = false
    @exclusivity(unchecked) private var known: ExitReason?
    @exclusivity(unchecked) private var waiting: RestingTask?

    /// The reason; `nil` while it has not come, and when nobody waits for it any more.
    var reason: ExitReason? {
        lock.withLock { known }
    }

    /// Ends the wait, with a reason or without.
    func come(_ reason: ExitReason?) {
        lock.lock()
        guard !hasCome else { return lock.unlock() }
        hasCome = true
        known = reason
        let waiting = waiting.take()
        lock.unlock()
        waiting?.resume()
    }

    override func taskRests(_ task: RestingTask) {
        lock.lock()
        let goesOn = hasCome
        if !goesOn { waiting = task }
        lock.unlock()
        if goesOn { task.resume() }
    }
}
