import Synchronization

/// The one lock of this module.
///
/// Eight bytes are all a free lock costs, so every process can carry one. It is built from atomics that are
/// compiled into our code, and from pthread for waiting, because Thread Sanitizer understands both; it does not
/// understand `Mutex`, whose slow path lives in a library it cannot see into, and reports races that are not there.
///
/// Never call user code, resume a continuation or take a second lock while holding one. The exceptions, in order:
/// name table before process; two processes in the order of their numbers; process before scheduler.
package struct Lock: ~Copyable, Sendable {
    private static let free: UInt32 = 0
    private static let held: UInt32 = 1
    private static let contended: UInt32 = 2
    private static let spins = 60

    private let word = Atomic<UInt32>(Lock.free)
    /// Where waiters for this lock meet; any value is right, a shared one only wakes too many.
    private let place: UInt32

    package init() {
        place = Self.made.wrappingAdd(1, ordering: .relaxed).newValue
    }

    private static let made = Atomic<UInt32>(0)

    package func lock() {
        if word.compareExchange(expected: Lock.free, desired: Lock.held, ordering: .acquiring).exchanged { return }
        lockSlowly()
    }

    package func unlock() {
        if word.exchange(Lock.free, ordering: .releasing) == Lock.contended {
            ParkingLot.shared.wakeAll(at: Int(place))
        }
    }

    package func withLock<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try body()
    }

    @inline(never)
    private func lockSlowly() {
        for _ in 0..<Lock.spins {
            if word.load(ordering: .relaxed) == Lock.free,
                word.compareExchange(expected: Lock.free, desired: Lock.held, ordering: .acquiring).exchanged
            {
                return
            }
        }
        ParkingLot.shared.park(at: Int(place)) {
            word.exchange(Lock.contended, ordering: .acquiring) == Lock.free
        }
    }
}
