/// The end of a process as one waits for it; used once.
///
/// A `Promise` would do, but it is generic, and to find its type at each wait takes longer than the wait. Unchecked, because all variables are guarded by `lock`.
final class ProcessEnd: TaskWaker, @unchecked Sendable {
    private let lock = Lock()
    @exclusivity(unchecked) private var hasCome = false
    @exclusivity(unchecked) private var known: ExitReason?
    @exclusivity(unchecked) private var waiting: RestingTask?

    /// Waits for the end, and gives its reason; `nil` when the wait was ended without one.
    @inline(__always) nonisolated(nonsending) func wait() async -> ExitReason? {
        while true {
            await rest()
            let (isOver, reason) = lock.withLock { (hasCome, known) }
            if isOver { return reason }
        }
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
