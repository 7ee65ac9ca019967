import Glibc

/// The monotonic clock of the operating system, waited for on a thread of its own.
///
/// All variables are guarded by `condition`.
final class SystemTimeSource: TimeSource, @unchecked Sendable {
    private let condition = ConditionLock()
    private var deadline: MonotonicTime?
    private var fire: (@Sendable () -> Void)?

    var now: MonotonicTime {
        Self.present
    }

    static var present: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(offset: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
    }

    /// Takes what to call, and starts the thread: later the system may have none left.
    func attach(_ fire: @escaping @Sendable () -> Void) {
        condition.withLock { self.fire = fire }
        let hasStarted = OSThread.start(named: "timers") { self.run() }
        // Without this thread no time passes, and no caller could do anything about it.
        precondition(hasStarted, "the system refuses the thread of timers; raise its limit of threads")
    }

    func nextDeadline(is deadline: MonotonicTime?) {
        condition.lock()
        self.deadline = deadline
        condition.signal()
        condition.unlock()
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
