import Processes

/// Holds up whoever lets go of it, until it is released.
final class Brake: Sendable {
    struct Release: Sendable {
        private let isReleased = Locked(false)
        private let condition = ConditionLock()

        func callAsFunction() {
            isReleased.withLock { $0 = true }
            condition.withLock { condition.broadcast() }
        }

        func wait() {
            condition.lock()
            while !isReleased.withLock({ $0 }) { condition.wait() }
            condition.unlock()
        }
    }

    let release = Release()

    deinit { release.wait() }
}
