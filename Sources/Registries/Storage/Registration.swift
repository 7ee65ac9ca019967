public import Processes

/// One entry of a registry.
///
/// What others see of it never changes. Unchecked because of its two places: the one in the bag is guarded by the write
/// lock of its partition, the one in the list by the lock of its owner's list.
@usableFromInline final class Registration<Key: Hashable & Sendable, Value: Sendable>: Keyed, @unchecked Sendable {
    @usableFromInline let key: Key
    @usableFromInline let hash: Int
    @usableFromInline let value: Value
    @usableFromInline let owner: ProcessID
    /// Where it stands among the entries of its key, in a registry of duplicate keys.
    @usableFromInline var placeInBag = 0
    /// Where it stands among the entries of its owner.
    @usableFromInline var placeInList = 0

    @inlinable init(key: Key, hash: Int, value: Value, owner: ProcessID) {
        self.key = key
        self.hash = hash
        self.value = value
        self.owner = owner
    }

    /// Another object with the same content, for a reader who counts references to it on his own.
    @inlinable func copy() -> Registration {
        Registration(key: key, hash: hash, value: value, owner: owner)
    }
}

/// All entries of one key, in a registry of duplicate keys; guarded by the locks of its partition, hence unchecked.
@usableFromInline final class Bag<Key: Hashable & Sendable, Value: Sendable>: Keyed, @unchecked Sendable {
    @usableFromInline let key: Key
    @usableFromInline let hash: Int
    @usableFromInline var entries: [Registration<Key, Value>] = []

    @inlinable init(key: Key, hash: Int) {
        self.key = key
        self.hash = hash
    }

    @inlinable func add(_ entry: Registration<Key, Value>) {
        entry.placeInBag = entries.count
        entries.append(entry)
    }

    /// Removes an entry, and puts the last one in its place; false when it is not there.
    @inlinable func remove(_ entry: Registration<Key, Value>) -> Bool {
        let place = entry.placeInBag
        guard place < entries.count, entries[place] === entry else { return false }
        let last = entries.removeLast()
        if last !== entry {
            last.placeInBag = place
            entries[place] = last
        }
        return true
    }
}
