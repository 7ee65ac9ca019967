public import Processes

extension Registry {
    /// Registers the calling process under a key, with a value.
    ///
    ///     try rooms.register("lobby", topic)
    ///
    /// With unique keys the key must be free, or its owner dead. The entry lasts until the process ends or takes it
    /// back; until then the process is linked to the process of the registry that is returned.
    @inlinable @discardableResult
    public func register(_ key: Key, _ value: Value) throws(RegistryError) -> ProcessID {
        guard let process = ProcessContext.current?.id else { throw .notInProcess(operation: "register") }
        return try table.register(process, key, value)
    }

    /// Takes back all entries of the calling process under a key; that there are none is no error.
    @inlinable
    public func unregister(_ key: Key) throws(RegistryError) {
        guard let process = ProcessContext.current?.id else { throw .notInProcess(operation: "unregister") }
        table.unregister(process, key, where: { _ in true })
    }

    /// Takes back those entries of the calling process under a key whose value is wanted away.
    ///
    ///     try topics.unregister("news") { $0.isMuted }
    public func unregister(_ key: Key, where isWanted: (Value) throws -> Bool) throws {
        guard let process = ProcessContext.current?.id else {
            throw RegistryError.notInProcess(operation: "unregister")
        }
        try table.unregister(process, key, where: isWanted)
    }

    /// Changes the value that the calling process has under a key, and gives the new one and the old one.
    ///
    ///     let load = try servers.updateValue("worker") { $0 += 1 }?.new
    ///
    /// `nil` says that the process does not hold the key; `change` is not called then. Needs unique keys.
    @discardableResult
    public func updateValue(_ key: Key, _ change: (inout Value) throws -> Void) throws -> (new: Value, old: Value)? {
        guard table.isUnique else { throw RegistryError.needsUniqueKeys(operation: "updateValue") }
        guard let process = ProcessContext.current?.id else {
            throw RegistryError.notInProcess(operation: "updateValue")
        }
        return try table.update(process, key, change)
    }
}

extension Registry where Value == Void {
    /// Registers the calling process under a key.
    @inlinable @discardableResult
    public func register(_ key: Key) throws(RegistryError) -> ProcessID {
        try register(key, ())
    }
}
