public import Processes

extension ProcessName {
    /// A key of a registry of unique keys as a name.
    ///
    /// The entry of a process that starts under it has no value, so those of the registry must be optional or `Void`;
    /// otherwise use `via(_:_:_:)` for starting.
    public static func via<Key, Value>(_ registry: Registry<Key, Value>, _ key: Key) -> ProcessName {
        ProcessName(registry.viaName(key) { () throws(RegistryError) in try Registry<Key, Value>.absentValue() })
    }

    /// A key of a registry of unique keys as a name, with the value that a process gets which starts under it.
    public static func via<Key, Value>(
        _ registry: Registry<Key, Value>,
        _ key: Key,
        _ value: Value
    ) -> ProcessName {
        ProcessName(registry.viaName(key) { value })
    }
}

extension ServerName {
    /// A key of a registry of unique keys as the name of a server.
    ///
    ///     try await Chat.startLink(room, name: .via(rooms, "lobby"))
    ///     ServerName<Chat>.via(rooms, "lobby").cast(Chat.Say("hello"))
    ///
    /// The entry of a server that starts under it has no value, so those of the registry must be optional or `Void`;
    /// otherwise use `via(_:_:_:)` for starting.
    public static func via<Key, Value>(_ registry: Registry<Key, Value>, _ key: Key) -> ServerName {
        ServerName(.via(registry, key))
    }

    /// A key of a registry of unique keys as the name of a server, with the value that a server gets which starts
    /// under it.
    public static func via<Key, Value>(
        _ registry: Registry<Key, Value>,
        _ key: Key,
        _ value: Value
    ) -> ServerName {
        ServerName(.via(registry, key, value))
    }
}

extension Registry {
    fileprivate func viaName(_ key: Key, _ value: @escaping @Sendable () throws(RegistryError) -> Value) -> ViaName {
        ViaName(
            key,
            in: table,
            called: "\(Self.self)",
            find: { [table] in
                guard table.isUnique else { throw RegistryError.needsUniqueKeys(operation: "a name via a registry") }
                return table.holder(of: key)?.owner
            },
            claim: { [table] process in
                guard table.isUnique else { throw RegistryError.needsUniqueKeys(operation: "a name via a registry") }
                do throws(RegistryError) {
                    _ = try table.register(process, key, value())
                    return nil
                } catch .alreadyRegistered(let holder) {
                    return holder
                }
            },
            release: { [table] process in
                // When it has ended its entries are gone, and nobody is to hear of them.
                if process.isAlive { table.unregister(process, key, where: { _ in true }) }
            }
        )
    }

    /// The value of an entry that has none.
    fileprivate static func absentValue() throws(RegistryError) -> Value {
        if let value = () as? Value { return value }
        if let type = Value.self as? any ExpressibleByNilLiteral.Type, let value = nothing(type) as? Value {
            return value
        }
        throw .needsValue(type: "\(Value.self)")
    }

    private static func nothing<Optional: ExpressibleByNilLiteral>(_ type: Optional.Type) -> Any {
        Optional(nilLiteral: ())
    }
}
