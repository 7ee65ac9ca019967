import Synchronization

/// Work that came up on a thread, oldest first: that thread alone puts in, and any thread takes out.
///
/// `head` and `tail` count how much was taken out and put in. A slot is written again only after `head` has passed it,
/// so who reads one and then moves `head` on has read what was there.
struct LocalQueue: ~Copyable, Sendable {
    private static let capacity = 256

    // Made once and freed with the queue; what stands there is atomic.
    private nonisolated(unsafe) let slots: UnsafeMutablePointer<Atomic<UInt>>
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)

    init() {
        slots = .allocate(capacity: Self.capacity)
        for position in 0..<Self.capacity { (slots + position).initialize(to: Atomic(0)) }
    }

    deinit {
        slots.deinitialize(count: Self.capacity)
        slots.deallocate()
    }

    var count: Int {
        max(0, tail.load(ordering: .relaxed) - head.load(ordering: .relaxed))
    }

    /// Puts work at the end and tells how much waits now; `nil` when there is no room.
    ///
    /// For the owner only.
    func push(_ work: Work) -> Int? {
        let end = tail.load(ordering: .relaxed)
        let waiting = end - head.load(ordering: .acquiring)
        guard waiting < Self.capacity else { return nil }
        slots[end & (Self.capacity - 1)].store(work.word, ordering: .relaxed)
        tail.store(end + 1, ordering: .releasing)
        return waiting + 1
    }

    func pop() -> Work? {
        var first = head.load(ordering: .acquiring)
        while first < tail.load(ordering: .acquiring) {
            let word = slots[first & (Self.capacity - 1)].load(ordering: .relaxed)
            let (exchanged, now) = head.compareExchange(
                expected: first,
                desired: first + 1,
                ordering: .acquiringAndReleasing
            )
            if exchanged { return Work(word: word) }
            first = now
        }
        return nil
    }
}
