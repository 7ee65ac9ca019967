/// A dictionary that costs nothing while it has at most one entry, as nearly all of a process' have.
struct SmallMap<Key: Hashable, Value> {
    private var only: (key: Key, value: Value)?
    private var others: [Key: Value] = [:]

    var isEmpty: Bool {
        only == nil && others.isEmpty
    }

    subscript(key: Key) -> Value? {
        get {
            if let only, only.key == key { return only.value }
            return others.isEmpty ? nil : others[key]
        }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if others.isEmpty, only == nil || only?.key == key {
                only = (key, newValue)
            } else if only?.key == key {
                only?.value = newValue
            } else {
                others[key] = newValue
            }
        }
    }

    @discardableResult
    mutating func removeValue(forKey key: Key) -> Value? {
        if let found = only, found.key == key {
            only = nil
            return found.value
        }
        return others.isEmpty ? nil : others.removeValue(forKey: key)
    }

    /// The entries, in no order.
    var entries: [(key: Key, value: Value)] {
        (only.map { [$0] } ?? []) + others.map { ($0.key, $0.value) }
    }

    var values: [Value] {
        entries.map(\.value)
    }

    /// Calls `body` with each entry, in no order.
    func forEach(_ body: (Key, Value) -> Void) {
        if let only { body(only.key, only.value) }
        if others.isEmpty { return }
        for (key, value) in others { body(key, value) }
    }
}
