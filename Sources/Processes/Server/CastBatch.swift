import Synchronization

/// Some casts that were taken out of a mailbox at once, so that those who send and the one who handles do not both need
/// the lock for each.
///
/// Filled with the lock of the process held, by the holder of the drain token. In between nothing in it changes but
/// `next`, which the holder moves on without the lock; so others who hold the lock may read what stands from there on.
/// That is why this is unchecked.
final class CastBatch: @unchecked Sendable {
    static let capacity = 64

    private var casts = UnsafeMutablePointer<any ServerCast>.allocate(capacity: capacity)
    @exclusivity(unchecked) private var count = 0
    /// Those before, which are released without the lock: the end of a message may be code of the user.
    private var handled = UnsafeMutablePointer<any ServerCast>.allocate(capacity: capacity)
    @exclusivity(unchecked) private var handledCount = 0
    private let next = Atomic<Int>(0)

    deinit {
        releaseHandled()
        casts.deinitialize(count: count)
        casts.deallocate()
        handled.deallocate()
    }

    /// Puts aside what was handled and takes what the mailbox begins with, as far as it is casts; the lock is held.
    ///
    /// What was put aside before must have been released.
    func refillLocked(from mailbox: inout MailQueue<ServerMail>) {
        swap(&casts, &handled)
        handledCount = count
        count = 0
        next.store(0, ordering: .relaxed)
        while count < Self.capacity, mailbox.firstIs({ $0.isCast }), case .cast(let cast)? = mailbox.popFirst() {
            (casts + count).initialize(to: cast)
            count += 1
        }
    }

    /// Releases what was put aside; for the holder of the token, without the lock.
    func releaseHandled() {
        handled.deinitialize(count: handledCount)
        handledCount = 0
    }

    /// Lends the next one to `body`; false when none is left.
    ///
    /// For the holder of the token only.
    @inline(__always) func handleNext(_ body: (UnsafeMutablePointer<any ServerCast>) -> Void) -> Bool {
        let position = next.load(ordering: .relaxed)
        guard position < count else { return false }
        next.store(position + 1, ordering: .relaxed)
        body(casts + position)
        return true
    }

    /// Those that wait; the lock is held.
    var waiting: [any ServerCast] {
        (next.load(ordering: .relaxed)..<count).map { casts[$0] }
    }

    /// How many wait; the lock is held.
    var waitingCount: Int {
        count - next.load(ordering: .relaxed)
    }
}
