import Glibc

/// The monotonic clock of the operating system, waited for on a thread of its own.
///
/// The thread starts with the first timer. `deadline` and `hasThread` are guarded by `condition`.
final class SystemTimeSource: TimeSource, @unchecked Sendable {
    private let condition = ConditionLock()
    private var deadline: MonotonicTime?
    private var hasThread = false
    private var fire: (@Sendable () -> Void)?

    var now: MonotonicTime {
        Self.present
    }

    static var present: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(offset: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
    }

    func attach(_ fire: @escaping @Sendable () -> Void) {
        condition.withLock { self.fire = fire }
    }

    func nextDeadline(is deadline: MonotonicTime?) {
        condition.lock()
        self.deadline = deadline
        let startsThread = !hasThread && deadline != nil
        if startsThread { hasThread = true }
        condition.signal()
        condition.unlock()
        guard startsThread else { return }
        let hasStarted = OSThread.start(named: "timers") { self.run() }
        // Without this thread no time passes, and no caller could do anything about it.
        precondition(hasStarted, "the system refuses another thread; raise its limit of threads")
    }

    private func run() {
        condition.lock()
        while true {
            guard let deadline else {
                condition.wait()
                continue
            }
            guard deadline <= now else {
                condition.wait(until: deadline)
                continue
            }
            self.deadline = nil
            let fire = fire
            condition.unlock()
            fire?()
            condition.lock()
        }
    }
}
