public import Processes
import Synchronization

/// What a registry knows, in partitions.
///
/// Everything of a partition is guarded by the locks of its slots: whoever holds one may read, whoever holds all may
/// write. The memory is laid out by hand, because a reader must not touch the reference count of anything that others
/// touch too. Both are why this is unchecked.
@usableFromInline final class RegistryTable<Key: Hashable & Sendable, Value: Sendable>: @unchecked Sendable {
    @usableFromInline struct Partition: ~Copyable {
        /// The entries, in a registry of unique keys.
        @usableFromInline var holders = KeyTable<Registration<Key, Value>>()
        /// The entries, in a registry of duplicate keys.
        @usableFromInline var bags = KeyTable<Bag<Key, Value>>()
        @usableFromInline var count = 0
        /// The process that stands for it; `nil` while it does not run.
        @usableFromInline var process: ProcessID?

        init() {}
    }

    @usableFromInline typealias Entry = Registration<Key, Value>

    @usableFromInline let keys: RegistryKeys
    @usableFromInline let isUnique: Bool
    @usableFromInline let isByProcess: Bool
    @usableFromInline let partitionCount: Int
    /// How many slots a partition has; a power of two.
    @usableFromInline let slotCount: Int
    /// How many copies a slot may have: about half a megabyte for each thread that reads all partitions.
    @usableFromInline let copyLimit: Int
    @usableFromInline let partitions: UnsafeMutablePointer<Partition>
    @usableFromInline let slots: UnsafeMutablePointer<ReadSlot<Key, Value>>

    @usableFromInline let listeners: RegistryListeners<Key, Value>
    let metadata: Locked<RegistryMetadata>
    let locks = LockTable()
    private let ended = Atomic<Bool>(false)
    let identity = Locked<ProcessID?>(nil)

    init(_ keys: RegistryKeys, partitions count: Int, _ listeners: [RegistryListener], _ metadata: RegistryMetadata) {
        self.keys = keys
        isUnique = keys == .unique
        isByProcess = keys == .duplicate(partitionedBy: .process)
        self.listeners = RegistryListeners(listeners)
        self.metadata = Locked(metadata)
        partitionCount = count
        copyLimit = max(64, 4096 / count)
        var slotCount = 4
        while slotCount < 2 * OSThread.processorCount, slotCount < 32 { slotCount *= 2 }
        self.slotCount = slotCount
        partitions = .allocate(capacity: count)
        for index in 0..<count { (partitions + index).initialize(to: Partition()) }
        let stride = MemoryLayout<ReadSlot<Key, Value>>.stride
        slots = UnsafeMutableRawPointer.allocate(byteCount: stride * count * slotCount, alignment: 128)
            .bindMemory(to: ReadSlot<Key, Value>.self, capacity: count * slotCount)
        for index in 0..<count * slotCount { (slots + index).initialize(to: ReadSlot()) }
    }

    deinit {
        for index in 0..<partitionCount * slotCount { slots[index].destroy() }
        slots.deinitialize(count: partitionCount * slotCount)
        slots.deallocate()
        for index in 0..<partitionCount {
            partitions[index].holders.destroy()
            partitions[index].bags.destroy()
        }
        partitions.deinitialize(count: partitionCount)
        partitions.deallocate()
    }

    /// The partition that an entry is kept in.
    @inlinable func partition(of hash: Int, _ process: ProcessID) -> Int {
        if partitionCount == 1 { return 0 }
        return isByProcess ? home(of: process) : partition(of: hash)
    }

    /// The partition that a key is kept in, unless entries are kept by process; by bits that do not choose buckets.
    @inlinable func partition(of hash: Int) -> Int {
        Int((UInt64(truncatingIfNeeded: hash) >> 40) * UInt64(partitionCount) >> 24)
    }

    /// The partition whose process a process is linked to.
    @inlinable func home(of process: ProcessID) -> Int {
        Int(process.number % UInt64(partitionCount))
    }

    // MARK: - Locks

    /// The slot in which this thread reads a partition.
    @inlinable func slot(of partition: Int) -> UnsafeMutablePointer<ReadSlot<Key, Value>> {
        slots + (partition * slotCount + Reader.number & (slotCount - 1))
    }

    @inlinable func withReadLock<Result>(_ partition: Int, _ body: (borrowing Partition) -> Result) -> Result {
        let slot = slot(of: partition)
        slot.pointee.take()
        defer { slot.pointee.lock.unlock() }
        return body(partitions[partition])
    }

    /// Runs `body`, which must not let go of the last reference to an entry: that would run code of others.
    @inlinable func withWriteLock<Result, Failure: Error>(
        _ partition: Int,
        _ body: (inout Partition) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let first = slots + partition * slotCount
        for number in 0..<slotCount { first[number].lock.lock() }
        defer { for number in 0..<slotCount { first[number].lock.unlock() } }
        return try body(&partitions[partition])
    }

    /// Forgets the copies of an entry; the write lock of its partition is held.
    @inlinable func forgetCopies(_ partition: Int, _ key: Key, _ hash: Int) {
        let first = slots + partition * slotCount
        for number in 0..<slotCount { first[number].copies.forget(key, hash) }
    }

    // MARK: - Life

    /// The registry has ended.
    @usableFromInline var hasEnded: Bool {
        ended.load(ordering: .acquiring)
    }

    /// A process now stands for a partition.
    func open(_ partition: Int, _ process: ProcessID) {
        withWriteLock(partition) { $0.process = process }
    }

    /// The process that stood for a partition has ended: all of its entries are gone.
    func close(_ index: Int, _ process: ProcessID) {
        var bags: [Bag<Key, Value>] = []
        let entries = withWriteLock(index) { partition -> [Entry] in
            guard partition.process == process else { return [] }
            partition.process = nil
            partition.count = 0
            for number in 0..<slotCount { slots[index * slotCount + number].copies.forgetAll() }
            bags = partition.bags.removeAll()
            return partition.holders.removeAll() + bags.flatMap(\.entries)
        }
        for entry in entries { owned(by: entry.owner)?.remove(entry) }
        withExtendedLifetime(bags) {}
    }

    func end() {
        ended.store(true, ordering: .releasing)
        let metadata = metadata.withLock { metadata in
            defer { metadata = RegistryMetadata() }
            return metadata
        }
        listeners.end()
        locks.end()
        withExtendedLifetime(metadata) {}
    }

    // MARK: - Owners

    /// What a process has here, if it has anything.
    @usableFromInline func owned(by process: ProcessID) -> OwnedEntries<Key, Value>? {
        process.belongings(at: self).map { unsafeDowncast($0, to: OwnedEntries<Key, Value>.self) }
    }

    /// What a process has here; `nil` when it has ended.
    @usableFromInline func ownedOrNew(by process: ProcessID) -> OwnedEntries<Key, Value>? {
        process.belongings(at: self, orNew: { OwnedEntries(process, self) })
            .map { unsafeDowncast($0, to: OwnedEntries<Key, Value>.self) }
    }
}
