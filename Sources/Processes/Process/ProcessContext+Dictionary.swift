extension ProcessContext {
    /// A value that this process keeps for itself; assigning `nil` removes it.
    public subscript<Value: Sendable>(key: ProcessKey<Value>) -> Value? {
        get { core.lock.withLock { core.rarities?.dictionary[key.name] as? Value } }
        nonmutating set { _ = exchange(key, newValue) }
    }

    /// A value that this process keeps for itself, or a default.
    public subscript<Value: Sendable>(key: ProcessKey<Value>, default value: @autoclosure () -> Value) -> Value {
        self[key] ?? value()
    }

    /// Stores a value, and gives the one that was there.
    @discardableResult
    public func put<Value: Sendable>(_ key: ProcessKey<Value>, _ value: Value) -> Value? {
        exchange(key, value)
    }

    /// Removes a value, and gives it.
    @discardableResult
    public func delete<Value: Sendable>(_ key: ProcessKey<Value>) -> Value? {
        exchange(key, nil)
    }

    /// All that this process keeps, by the names of the keys.
    public var dictionary: [String: any Sendable] {
        core.lock.withLock { core.rarities?.dictionary ?? [:] }
    }

    /// The names of all keys in use.
    public var keys: [String] {
        Array(dictionary.keys)
    }

    /// The names of the keys that hold a value.
    public func keys<Value: Equatable & Sendable>(holding value: Value) -> [String] {
        dictionary.filter { $0.value as? Value == value }.map(\.key)
    }

    /// What reports call this process when it has no name.
    public var label: String? {
        get { core.lock.withLock { core.rarities?.label } }
        nonmutating set {
            core.lock.withLock {
                if core.rarities == nil { core.rarities = ProcessRarities() }
                core.rarities?.label = newValue
            }
        }
    }

    private func exchange<Value: Sendable>(_ key: ProcessKey<Value>, _ value: Value?) -> Value? {
        let old: (any Sendable)? = core.lock.withLock {
            guard !core.phase.hasExited else { return nil }
            let old = core.rarities?.dictionary[key.name]
            if core.rarities == nil { core.rarities = ProcessRarities() }
            core.rarities?.dictionary[key.name] = value
            return old
        }
        return old as? Value
    }
}
