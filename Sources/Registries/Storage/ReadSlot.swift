public import Processes

/// One of several places where threads read a partition.
///
/// A reader locks one slot, a writer all of them. Readers on different threads use different slots, so that they do not
/// write to the same memory: a shared lock, even one that many may hold at once, would make two readers slower than one.
/// For the same reason a slot has copies of the entries that are asked for often: to hand one out counts a reference.
@usableFromInline struct ReadSlot<Key: Hashable & Sendable, Value: Sendable>: ~Copyable {
    @usableFromInline typealias Entry = Registration<Key, Value>

    /// Changed with the lock held, and by itself: to change the slot as a whole would be to change the lock, too.
    ///
    /// It stands first, because Thread Sanitizer notes such a change at the beginning of the slot.
    @usableFromInline var copies = Copies()
    @usableFromInline let lock = Lock()
    /// Keeps the next slot out of the cache lines of this one, and of the pair of lines that processors fetch at once.
    private let distance: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    init() {}

    /// Gives the copies back; the slot must not be used afterwards.
    borrowing func destroy() {
        copies.table.destroy()
    }

    /// Takes the slot; a thread that finds it taken uses another one from now on.
    @inlinable borrowing func take() {
        if lock.tryLock() { return }
        Reader.moveOn()
        lock.lock()
    }

    /// Copies of entries that are asked for often.
    @usableFromInline struct Copies: ~Copyable {
        @usableFromInline var table = KeyTable<Entry>()
        @usableFromInline var misses: UInt = 0

        init() {}

        /// Copies an entry that was not among the copies, if it seems to be asked for often, and gives what to hand out.
        ///
        /// Entries that copies are let go of for are still in the table and hold the same keys and values, so nobody's
        /// code runs at that.
        @inlinable mutating func keep(_ entry: Unmanaged<Entry>, limit: Int) -> Unmanaged<Entry> {
            misses &+= 1
            guard misses % 4 == 0 else { return entry }
            if table.count >= limit { forgetAll() }
            let copy = entry._withUnsafeGuaranteedRef { $0.copy() }
            table.insert(copy)
            return .passUnretained(copy)
        }

        /// Forgets the copy of an entry that is about to leave the table, and is still held by whoever removes it.
        @inlinable mutating func forget(_ key: Key, _ hash: Int) {
            guard table.count > 0, let copy = table.find(key, hash) else { return }
            _ = table.remove(copy.takeUnretainedValue())
        }

        @usableFromInline mutating func forgetAll() {
            _ = table.removeAll()
        }
    }
}
