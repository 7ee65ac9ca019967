public import Processes

/// One of several places where threads read a partition.
///
/// A reader locks one slot, a writer all of them. Readers on different threads use different slots, so that they do not
/// write to the same memory: a shared lock, even one that many may hold at once, would make two readers slower than one.
/// For the same reason a slot has copies of the entries that are asked for often: to hand one out counts a reference.
@usableFromInline struct ReadSlot<Key: Hashable & Sendable, Value: Sendable>: ~Copyable {
    @usableFromInline typealias Copy = Unmanaged<Registration<Key, Value>>

    @usableFromInline let lock = Lock()
    /// By hash; made when the slot is used for the first time.
    @usableFromInline var copies: UnsafeMutablePointer<Copy?>?
    @usableFromInline var misses: UInt = 0
    /// Keeps the next slot out of the cache lines of this one, and of the pair of lines that processors fetch at once.
    private let distance: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int) =
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    @usableFromInline static var copyCount: Int { 128 }

    init() {}

    deinit {
        guard let copies else { return }
        for position in 0..<Self.copyCount { copies[position]?.release() }
        copies.deallocate()
    }

    /// Takes the slot. A thread that finds it taken uses another one from now on.
    @inlinable borrowing func take() {
        if lock.tryLock() { return }
        Reader.moveOn()
        lock.lock()
    }

    @inlinable static func position(of hash: Int) -> Int {
        (hash >> 24) & (copyCount - 1)
    }

    /// The copy of the entry with this key, if there is one.
    @inlinable borrowing func copy(_ key: Key, _ hash: Int) -> Copy? {
        guard let copy = copies?[Self.position(of: hash)] else { return nil }
        return copy._withUnsafeGuaranteedRef { $0.hash == hash && $0.key == key } ? copy : nil
    }

    /// Keeps a copy of an entry now and then, and gives what is to be handed out.
    @inlinable mutating func keep(_ entry: Copy) -> Copy {
        misses &+= 1
        if copies == nil { makeRoom() }
        guard let copies else { return entry }
        let position = Self.position(of: entry._withUnsafeGuaranteedRef(\.hash))
        guard copies[position] == nil || misses % 8 == 0 else { return entry }
        // Its entry is still in the table and holds the same key and value, so nobody's code runs at this release.
        copies[position]?.release()
        let copy = Copy.passRetained(entry._withUnsafeGuaranteedRef { $0.copy() })
        copies[position] = copy
        return copy
    }

    @usableFromInline mutating func makeRoom() {
        let room = UnsafeMutablePointer<Copy?>.allocate(capacity: Self.copyCount)
        room.initialize(repeating: nil, count: Self.copyCount)
        copies = room
    }

    /// Forgets the copy of an entry that is about to leave the table, and is still held by whoever removes it.
    @inlinable borrowing func forget(_ hash: Int) {
        guard let copies else { return }
        let position = Self.position(of: hash)
        guard let copy = copies[position], copy._withUnsafeGuaranteedRef({ $0.hash == hash }) else { return }
        copy.release()
        copies[position] = nil
    }

    borrowing func forgetAll() {
        guard let copies else { return }
        for position in 0..<Self.copyCount {
            copies[position]?.release()
            copies[position] = nil
        }
    }
}
