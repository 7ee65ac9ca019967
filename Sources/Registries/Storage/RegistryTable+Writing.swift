public import Processes

extension RegistryTable {
    /// Registers a process, and gives the process of the registry that it is linked to.
    @inlinable func register(_ process: ProcessID, _ key: Key, _ value: Value) throws(RegistryError) -> ProcessID {
        let hash = key.hashValue
        guard let partner = self.process(of: home(of: process)) else { throw .notRunning }
        guard let owned = ownedOrNew(by: process) else { throw .processEnded(process) }
        let entry = Entry(key: key, hash: hash, value: value, owner: process)
        let index = partition(of: hash, process)
        // What is pushed out is let go of after the lock.
        var pushedOut: Entry?
        try withWriteLock(index) { (partition: inout Partition) throws(RegistryError) in
            guard partition.process != nil else { throw .notRunning }
            if isUnique { pushedOut = try makeRoom(for: key, hash, index, &partition) }
            try owned.add(entry, partner: partner)
            partition.count += 1
            if isUnique {
                partition.holders.insert(entry)
            } else {
                Self.bag(key, hash, &partition).add(entry)
            }
        }
        withExtendedLifetime(pushedOut) {}
        if listeners.isNeeded { listeners.tell(.registered(registry: id, key: key, process: process, value: value)) }
        return partner
    }

    /// Takes out the entry of an owner that is dead, and throws if he is alive; the write lock is held.
    @inlinable func makeRoom(
        for key: Key,
        _ hash: Int,
        _ index: Int,
        _ partition: inout Partition
    ) throws(RegistryError) -> Entry? {
        guard let found = partition.holders.find(key, hash) else { return nil }
        let holder = found.takeUnretainedValue()
        guard !holder.owner.isAlive else { throw .alreadyRegistered(holder.owner) }
        _ = partition.holders.remove(holder)
        partition.count -= 1
        forgetCopies(index, key, hash)
        return holder
    }

    @inlinable static func bag(_ key: Key, _ hash: Int, _ partition: inout Partition) -> Bag<Key, Value> {
        if let bag = partition.bags.find(key, hash) { return bag.takeUnretainedValue() }
        let bag = Bag<Key, Value>(key: key, hash: hash)
        partition.bags.insert(bag)
        return bag
    }

    /// Takes one entry out; false when it is not there any more.
    ///
    /// The caller holds on to it.
    @inlinable @discardableResult
    func take(_ entry: Entry, _ index: Int, _ partition: inout Partition) -> Bool {
        if isUnique {
            guard partition.holders.remove(entry) != nil else { return false }
            forgetCopies(index, entry.key, entry.hash)
        } else {
            guard let bag = partition.bags.find(entry.key, entry.hash)?.takeUnretainedValue(), bag.remove(entry) else {
                return false
            }
            if bag.entries.isEmpty { _ = partition.bags.remove(bag) }
        }
        partition.count -= 1
        return true
    }

    /// Takes the entry of an owner that has ended out; his list has let go of it already.
    @usableFromInline func drop(_ entry: Entry) {
        let index = partition(of: entry.hash, entry.owner)
        _ = withWriteLock(index) { take(entry, index, &$0) }
    }

    /// Takes an entry out of the table and of its owner's list; false when it is not there any more.
    @inlinable func remove(_ entry: Entry, _ owned: OwnedEntries<Key, Value>) -> Bool {
        let index = partition(of: entry.hash, entry.owner)
        return withWriteLock(index) { partition in
            guard take(entry, index, &partition) else { return false }
            owned.remove(entry)
            return true
        }
    }

    /// Takes all entries out that a process has under a key and that are wanted away; the events follow.
    @inlinable func unregister(
        _ process: ProcessID,
        _ key: Key,
        where isWanted: (Value) throws -> Bool
    ) rethrows {
        guard let owned = owned(by: process) else { return }
        var hasRemoved = false
        if isUnique {
            if let entry = original(of: key), entry.owner == process, try isWanted(entry.value) {
                hasRemoved = remove(entry, owned)
            }
        } else {
            for entry in entries(of: key, ownedBy: process) where try isWanted(entry.value) {
                if remove(entry, owned) { hasRemoved = true }
            }
        }
        if hasRemoved, listeners.isNeeded {
            listeners.tell(.unregistered(registry: id, key: key, process: process))
        }
    }

    /// Puts a new value in the place of the old one; `nil` when the process does not hold the key.
    func update<Failure: Error>(
        _ process: ProcessID,
        _ key: Key,
        _ change: (inout Value) throws(Failure) -> Void
    ) throws(Failure) -> (new: Value, old: Value)? {
        guard let owned = owned(by: process), let old = holder(of: key), old.owner == process else { return nil }
        var value = old.value
        try change(&value)
        let new = Entry(key: old.key, hash: old.hash, value: value, owner: process)
        let index = partition(of: new.hash, process)
        var replaced: Entry?
        withWriteLock(index) { partition in
            guard let current = partition.holders.find(key, new.hash)?.takeUnretainedValue(),
                owned.replace(current, by: new)
            else { return }
            replaced = partition.holders.remove(current)
            forgetCopies(index, key, new.hash)
            partition.holders.insert(new)
        }
        return replaced.map { (value, $0.value) }
    }
}
