public import Processes

/// The entries that one process has in one registry.
///
/// The lock is taken with the write lock of a partition held, and the locks of processes with it held; when the process
/// ends it is closed first, without any other.
@usableFromInline
final class OwnedEntries<Key: Hashable & Sendable, Value: Sendable>: ProcessBelongings,
    // Unchecked, because the variables are guarded by `lock`.
    @unchecked Sendable
{
    @usableFromInline let process: ProcessID
    @usableFromInline let table: RegistryTable<Key, Value>
    @usableFromInline let lock = Lock()
    @usableFromInline var entries: [Registration<Key, Value>] = []
    @usableFromInline var isClosed = false
    /// The process of the registry that this one is linked to while it has entries.
    @usableFromInline var partner: ProcessID?

    init(_ process: ProcessID, _ table: RegistryTable<Key, Value>) {
        self.process = process
        self.table = table
    }

    @usableFromInline var place: AnyObject { table }

    @usableFromInline var isObsolete: Bool { table.hasEnded }

    /// Adds an entry, and links the process with the first one.
    @inlinable func add(_ entry: Registration<Key, Value>, partner: ProcessID) throws(RegistryError) {
        lock.lock()
        defer { lock.unlock() }
        guard !isClosed else { throw .processEnded(process) }
        if self.partner != partner {
            guard process.link(to: partner) else { throw .notRunning }
            self.partner = partner
        }
        entry.placeInList = entries.count
        entries.append(entry)
    }

    /// Removes an entry, and unlinks the process with the last one.
    ///
    /// The link to a partner that has ended is left alone: it has news to carry, and with unique keys the other
    /// partitions end, too, while these are on their way.
    @inlinable func remove(_ entry: Registration<Key, Value>) {
        lock.lock()
        defer { lock.unlock() }
        let place = entry.placeInList
        guard place < entries.count, entries[place] === entry else { return }
        let last = entries.removeLast()
        if last !== entry {
            last.placeInList = place
            entries[place] = last
        }
        if entries.isEmpty, let partner {
            if partner.isAlive { process.unlink(from: partner) }
            self.partner = nil
        }
    }

    /// Puts an entry in the place of another; false when that one is not there.
    @inlinable func replace(_ old: Registration<Key, Value>, by new: Registration<Key, Value>) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        let place = old.placeInList
        guard place < entries.count, entries[place] === old else { return false }
        new.placeInList = place
        entries[place] = new
        return true
    }

    @usableFromInline var all: [Registration<Key, Value>] {
        lock.withLock { entries }
    }

    /// Removes all entries from the registry, and takes the link back, so that the registry gets no mail for it.
    @usableFromInline func ownerEnded() {
        lock.lock()
        let entries = entries
        let partner = partner.take()
        isClosed = true
        self.entries = []
        lock.unlock()
        for entry in entries { table.drop(entry) }
        if let partner { process.unlink(from: partner) }
    }
}
