/// The end of a process as one waits for it; used once.
///
/// A `Promise` would do, but it is generic, and to find its type at each wait takes longer than the wait. Unchecked, because all variables are guarded by `lock`.
final class ProcessEnd: TaskWaker, @unchecked Sendable {
    private let lock = Lock()
    @exclusivity(unchecked) private var hasCome = false
    @exclusivity(unchecked) private var known: ExitReason?
    @exclusivity(unchecked) private var waiting: RestingTask?

    /// How the wait has ended.
    enum Outcome {
        case ended(ExitReason)
        /// Its time was over, or whoever waited was cancelled.
        case givenUp
    }

    /// How the wait has ended, once it has.
    var outcome: Outcome? {
        lock.withLock { hasCome ? known.map(Outcome.ended) ?? .givenUp : nil }
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
