public import Processes

extension Registry {
    /// The entries of a key; none when nobody is registered, and at most one in a registry of unique keys.
    ///
    ///     let lobby = rooms.lookup("lobby").first?.process
    @inlinable
    public func lookup(_ key: Key) -> Entries {
        table.entries(of: key)
    }

    /// The keys of a process; a key comes as often as the process is registered under it.
    public func keys(of process: ProcessID) -> [Key] {
        table.owned(by: process)?.all.map(\.key) ?? []
    }

    /// The values that a process is registered with under a key.
    public func values(_ key: Key, of process: ProcessID) -> [Value] {
        table.entries(of: key, ownedBy: process).map(\.value)
    }

    /// The number of entries.
    public var count: Int {
        table.count
    }

    /// The entries of a key whose value is wanted.
    ///
    ///     let strong = workers.match("resize") { $0.memory > 1024 && $0.isIdle }
    public func match(_ key: Key, where isWanted: (Value) throws -> Bool) rethrows -> [Entry] {
        try lookup(key).filter { try isWanted($0.value) }
    }

    /// The number of entries of a key whose value is wanted.
    public func count(_ key: Key, where isWanted: (Value) throws -> Bool) rethrows -> Int {
        try match(key, where: isWanted).count
    }

    /// What `shape` makes of the entries of all keys; those of which it makes `nil` are left out.
    ///
    ///     let crowded = rooms.select { $0.value.guests > 100 ? $0.key : nil }
    ///
    /// The partitions are read one after another, and what changes meanwhile may be seen or not.
    public func select<Shape>(_ shape: (Entry) throws -> Shape?) rethrows -> [Shape] {
        try table.everything.compactMap { try shape(Entry($0)) }
    }

    /// The number of entries, of all keys, that are wanted.
    public func count(where isWanted: (Entry) throws -> Bool) rethrows -> Int {
        try table.everything.reduce(0) { sum, entry in try isWanted(Entry(entry)) ? sum + 1 : sum }
    }
}
