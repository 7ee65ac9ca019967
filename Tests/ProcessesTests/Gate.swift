import ProcessTesting
import Processes

/// Blocks the threads of those who pass, until it is opened; for threads that nobody else needs.
final class Gate: Sendable {
    /// Hears of everybody who comes to the gate.
    let reached = Probe<Void>()
    private let isOpen = Locked(false)
    private let condition = ConditionLock()

    func pass() {
        reached.record(())
        condition.lock()
        while !isOpen.withLock({ $0 }) { condition.wait() }
        condition.unlock()
    }

    func open() {
        isOpen.withLock { $0 = true }
        condition.withLock { condition.broadcast() }
    }
}
