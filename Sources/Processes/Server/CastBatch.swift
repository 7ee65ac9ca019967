import Synchronization

/// Some casts that were taken out of a mailbox at once, so that those who send and the one who handles do not both need
/// the lock for each.
///
/// Made, filled and given up with the lock of the process held, by the holder of the drain token. In between nothing in
/// it changes but `next`, which the holder moves on without the lock; so others who hold the lock may read what stands
/// from there on.
final class CastBatch: @unchecked Sendable {
    static let capacity = 64

    @exclusivity(unchecked) private var casts: [any ServerCast] = []
    /// Those before, which are released without the lock: the end of a message may be code of the user.
    @exclusivity(unchecked) private var handled: [any ServerCast] = []
    private let next = Atomic<Int>(0)

    init() {
        casts.reserveCapacity(Self.capacity)
    }

    /// Puts aside what was handled and takes what the mailbox begins with, as far as it is casts; the lock is held.
    func refillLocked(from mailbox: inout MailQueue<ServerMail>) {
        swap(&casts, &handled)
        next.store(0, ordering: .relaxed)
        while casts.count < Self.capacity, case .cast(let cast)? = mailbox[0] {
            _ = mailbox.popFirst()
            casts.append(cast)
        }
    }

    /// Releases what was put aside; for the holder of the token, without the lock.
    func releaseHandled() {
        handled.removeAll(keepingCapacity: true)
    }

    /// Takes one; for the holder of the token only.
    func take() -> (any ServerCast)? {
        let position = next.load(ordering: .relaxed)
        guard position < casts.count else { return nil }
        next.store(position + 1, ordering: .relaxed)
        return casts[position]
    }

    /// Those that wait; the lock is held.
    var waiting: ArraySlice<any ServerCast> {
        casts[min(next.load(ordering: .relaxed), casts.count)...]
    }
}
