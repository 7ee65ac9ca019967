public import Processes

extension RegistryTable {
    /// The entry of a key, in a registry of unique keys, while its owner is alive.
    @inlinable func holder(of key: Key) -> Entry? {
        let hash = key.hashValue
        let index = partitionCount == 1 ? 0 : partition(of: hash)
        let slot = slot(of: index)
        slot.pointee.take()
        defer { slot.pointee.lock.unlock() }
        if let copy = slot.pointee.copies.table.find(key, hash) { return Self.living(copy) }
        guard let found = partitions[index].holders.find(key, hash) else { return nil }
        return Self.living(slot.pointee.copies.keep(found, limit: copyLimit))
    }

    /// The entry of a key itself, and no copy, in a registry of unique keys; for whoever is to change it.
    @inlinable func original(of key: Key) -> Entry? {
        let hash = key.hashValue
        return withReadLock(partitionCount == 1 ? 0 : partition(of: hash)) { partition in
            partition.holders.find(key, hash)?.takeUnretainedValue()
        }
    }

    @inlinable static func living(_ entry: Unmanaged<Entry>) -> Entry? {
        guard entry._withUnsafeGuaranteedRef({ $0.owner.isAlive }) else { return nil }
        return entry.takeUnretainedValue()
    }

    /// The entries of a key in one partition, in a registry of duplicate keys, of those owners that are alive.
    @inlinable func entries(of key: Key, _ hash: Int, in index: Int) -> [Entry] {
        let all = withReadLock(index) { partition in
            partition.bags.find(key, hash)?._withUnsafeGuaranteedRef { $0.entries } ?? []
        }
        return Self.allLive(all) ? all : all.filter { $0.owner.isAlive }
    }

    /// Whether all owners are alive; looks at the references as they stand in memory, without counting any.
    @inlinable static func allLive(_ entries: [Entry]) -> Bool {
        entries.withUnsafeBytes { bytes in
            bytes.assumingMemoryBound(to: Unmanaged<Entry>.self).allSatisfy { entry in
                entry._withUnsafeGuaranteedRef { $0.owner.isAlive }
            }
        }
    }

    /// The entries of a key in each partition that has some, in a registry of duplicate keys.
    @inlinable func entriesByPartition(of key: Key) -> [[Entry]] {
        let hash = key.hashValue
        let range = isByProcess ? 0..<partitionCount : partition(of: hash)..<partition(of: hash) + 1
        return range.compactMap { index in
            let entries = entries(of: key, hash, in: index)
            return entries.isEmpty ? nil : entries
        }
    }

    /// The entries of a key, of whatever kind the registry is.
    @inlinable func entries(of key: Key) -> Registry<Key, Value>.Entries {
        if isUnique { return Registry.Entries(holder(of: key)) }
        if !isByProcess || partitionCount == 1 {
            let hash = key.hashValue
            return Registry.Entries(entries(of: key, hash, in: isByProcess ? 0 : partition(of: hash)))
        }
        let groups = entriesByPartition(of: key)
        return Registry.Entries(groups.count == 1 ? groups[0] : groups.flatMap { $0 })
    }

    /// The entries of a key that one process has.
    @usableFromInline func entries(of key: Key, ownedBy process: ProcessID) -> [Entry] {
        if isUnique {
            guard let entry = holder(of: key), entry.owner == process else { return [] }
            return [entry]
        }
        let hash = key.hashValue
        return entries(of: key, hash, in: partition(of: hash, process)).filter { $0.owner == process }
    }

    /// All entries of owners that are alive; one partition after another, so not all of the same moment.
    var everything: [Entry] {
        (0..<partitionCount).flatMap { index in
            withReadLock(index) { partition in
                var all: [Entry] = []
                all.reserveCapacity(partition.count)
                if isUnique { partition.holders.forEach { all.append($0) } }
                partition.bags.forEach { all += $0.entries }
                return all
            }
        }
        .filter { $0.owner.isAlive }
    }

    var count: Int {
        (0..<partitionCount).reduce(0) { sum, index in sum + withReadLock(index) { $0.count } }
    }

    /// The process that stands for a partition, while it runs.
    @inlinable func process(of index: Int) -> ProcessID? {
        withReadLock(index) { $0.process }
    }
}
