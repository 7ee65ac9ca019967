/// Waits for a number of things, a limit of time, or cancellation, whichever comes first; used once.
///
/// Unchecked, because all variables are guarded by `lock`, but for `process`, which the task that waits alone touches.
package final class Waiter: TaskWaker, @unchecked Sendable {
    /// Why a wait is over.
    package enum Ending: Sendable {
        case done
        case timedOut
        case cancelled
    }

    private let lock = Lock()
    @exclusivity(unchecked) private var remaining: Int
    private let stopsAtFailure: Bool
    @exclusivity(unchecked) private var ending: Ending?
    @exclusivity(unchecked) private var task: RestingTask?
    @exclusivity(unchecked) private var waiting: ProcessCore?
    /// The process that is about to wait.
    @exclusivity(unchecked) private var process: ProcessCore?

    /// A wait for so many things; for the first failure too, if that ends it.
    package init(for count: Int = 1, stopsAtFailure: Bool = false) {
        remaining = count
        self.stopsAtFailure = stopsAtFailure
        super.init()
    }

    /// Says that one of the things is there.
    package func oneIsDone(failed: Bool = false) {
        lock.lock()
        remaining -= 1
        guard remaining <= 0 || (failed && stopsAtFailure) else { return lock.unlock() }
        endLocked(.done)
    }

    private func end(_ ending: Ending) {
        lock.lock()
        endLocked(ending)
    }

    /// Ends the wait; the lock is held, and given back.
    private func endLocked(_ ending: Ending) {
        guard self.ending == nil else { return lock.unlock() }
        self.ending = ending
        let task = task.take()
        let waiting = waiting.take()
        lock.unlock()
        waiting?.setWaiting(false)
        task?.resume()
    }

    /// Waits until it is over, and says why; `process` is the running one.
    package nonisolated(nonsending) func wait(
        within limit: Duration?,
        on timers: TimerService,
        as process: ProcessID?
    ) async -> Ending {
        if let limit, limit <= .zero { end(.timedOut) }
        if let known = lock.withLock({ ending }) { return known }
        let timer = limit.map { limit in timers.schedule(after: limit) { [self] in end(.timedOut) } }
        defer { timer?.cancel() }
        while true {
            self.process = process?.core
            await withTaskCancellationHandler {
                await rest()
            } onCancel: {
                end(.cancelled)
            }
            if let ending = lock.withLock({ ending }) { return ending }
        }
    }

    @usableFromInline package override func taskRests(_ task: RestingTask) {
        let process = process.take()
        lock.lock()
        let isOver = ending != nil
        if !isOver {
            self.task = task
            waiting = process
            // Under the lock, so that whoever ends the wait takes it back, and nobody sees it when it is over.
            process?.setWaiting(true)
        }
        lock.unlock()
        if isOver { task.resume() }
    }
}
