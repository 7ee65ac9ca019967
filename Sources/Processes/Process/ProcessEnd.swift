/// The end of a process as one waits for it; used once.
///
/// A `Promise` would do, but it is generic, and to find its type at each wait takes longer than the wait.
/// Unchecked, because all variables are guarded by `lock`.
final class ProcessEnd: TaskWaker, @unchecked Sendable {
    /// How the wait has ended.
    enum Outcome {
        case ended(ExitReason)
        /// Its time was over, or whoever waited was cancelled.
        case givenUp
    }

    private let lock = Lock()
    @exclusivity(unchecked) private var known: Outcome?
    @exclusivity(unchecked) private var waiting: RestingTask?

    /// How the wait has ended, once it has.
    var outcome: Outcome? {
        lock.withLock { known }
    }

    /// Ends the wait, unless it has ended.
    func come(_ outcome: Outcome) {
        lock.lock()
        guard known == nil else { return lock.unlock() }
        known = outcome
        let waiting = waiting.take()
        lock.unlock()
        waiting?.resume()
    }

    override func taskRests(_ task: RestingTask) {
        lock.lock()
        let goesOn = known != nil
        if !goesOn { waiting = task }
        lock.unlock()
        if goesOn { task.resume() }
    }
}
