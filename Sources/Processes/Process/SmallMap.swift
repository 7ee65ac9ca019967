/// A dictionary that costs nothing while it has at most one entry, as nearly all of a process' have.
struct SmallMap<Key: Hashable, Value>: ~Copyable {
    /// The entries beside the one that stands here.
    private final class Others {
        @exclusivity(unchecked) var entries: [Key: Value]

        init(_ entries: [Key: Value]) {
            self.entries = entries
        }
    }

    private var only: (key: Key, value: Value)?
    /// Nobody else has it, since the map cannot be copied.
    private var others: Others?

    var isEmpty: Bool {
        only == nil && others == nil
    }

    subscript(key: Key) -> Value? {
        get {
            if let only, only.key == key { return only.value }
            return others?.entries[key]
        }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if others == nil, only == nil || only?.key == key {
                only = (key, newValue)
            } else if only?.key == key {
                only?.value = newValue
            } else if let others {
                others.entries[key] = newValue
            } else {
                others = Others([key: newValue])
            }
        }
    }

    @discardableResult
    mutating func removeValue(forKey key: Key) -> Value? {
        if let found = only, found.key == key {
            only = nil
            return found.value
        }
        guard let others else { return nil }
        defer { if others.entries.isEmpty { self.others = nil } }
        return others.entries.removeValue(forKey: key)
    }

    /// The entries, in no order.
    var entries: [(key: Key, value: Value)] {
        (only.map { [$0] } ?? []) + (others?.entries.map { ($0.key, $0.value) } ?? [])
    }

    var values: [Value] {
        entries.map(\.value)
    }

    /// Calls `body` with each entry, in no order.
    func forEach(_ body: (Key, Value) -> Void) {
        if let only { body(only.key, only.value) }
        guard let others else { return }
        for (key, value) in others.entries { body(key, value) }
    }

    /// All of it; the map is empty afterwards.
    mutating func takeAll() -> SmallMap {
        var all = SmallMap()
        if !isEmpty { swap(&all, &self) }
        return all
    }
}
