public import Synchronization

/// The one lock of this module.
///
/// Eight bytes are all a free lock costs, so every process can carry one. It is built from atomics that are
/// compiled into our code, and from pthread for waiting, because Thread Sanitizer understands both; it does not
/// understand `Mutex`, whose slow path lives in a library it cannot see into, and reports races that are not there.
///
/// Never call user code, resume a task or take a second lock while holding one. The exceptions, in order:
/// name table or registry before process; two processes in the order of their numbers; process before scheduler.
@usableFromInline package struct Lock: ~Copyable, Sendable {
    // 0 is free, 1 held, 2 held with others waiting.
    private static let spins = 60

    @usableFromInline let word = Atomic<UInt32>(0)
    /// Where waiters for this lock meet; any value is right, a shared one only wakes too many.
    private let place: UInt32

    package init() {
        place = Self.made.wrappingAdd(1, ordering: .relaxed).newValue
    }

    private static let made = Atomic<UInt32>(0)

    @inlinable package func lock() {
        if word.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged { return }
        lockSlowly()
    }

    /// Takes the lock if it is free.
    @inlinable package func tryLock() -> Bool {
        word.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged
    }

    @inlinable package func unlock() {
        if word.exchange(0, ordering: .releasing) == 2 {
            wakeOthers()
        }
    }

    /// Lets some ten nanoseconds pass, without getting in the way of who holds the lock.
    @inline(never) func pause() {
        for _ in 0..<40 { _ = place.multipliedFullWidth(by: word.load(ordering: .relaxed)) }
    }

    @usableFromInline @inline(never) func wakeOthers() {
        ParkingLot.shared.wakeAll(at: Int(place))
    }

    @inlinable package func withLock<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try body()
    }

    @usableFromInline @inline(never) func lockSlowly() {
        for _ in 0..<Lock.spins {
            if word.load(ordering: .relaxed) == 0,
                word.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged
            {
                return
            }
            pause()
        }
        ParkingLot.shared.park(at: Int(place)) {
            word.exchange(2, ordering: .acquiring) == 0
        }
    }
}
