import Processes

/// A typed place in the metadata of a registry.
///
///     extension MetadataKey { static var limit: MetadataKey<Int> { .init("limit") } }
public struct MetadataKey<Value: Sendable>: Hashable, Sendable {
    /// The name, unique among the keys of one registry.
    public let name: String

    /// A key for values of one type.
    public init(_ name: String) {
        self.name = name
    }
}

/// What a registry keeps beside its entries.
///
///     Registry<String, Int>.child(keys: .unique, name: "rooms", metadata: .init { $0[.limit] = 100 })
public struct RegistryMetadata: Sendable {
    private var values: [String: any Sendable] = [:]

    /// No metadata.
    public init() {}

    /// The metadata that `fill` puts in.
    public init(_ fill: (inout RegistryMetadata) throws -> Void) rethrows {
        try fill(&self)
    }

    /// The value under a key; assigning `nil` removes it.
    public subscript<Value: Sendable>(key: MetadataKey<Value>) -> Value? {
        get { values[key.name] as? Value }
        set { values[key.name] = newValue }
    }
}

extension Registry {
    /// The metadata under a key, read by any code; assigning `nil` removes it.
    ///
    ///     rooms[meta: .limit] = 200
    ///
    /// It lasts as long as the registry; one that was started again has what it was started with.
    public subscript<Metadata: Sendable>(meta key: MetadataKey<Metadata>) -> Metadata? {
        get { table.metadata.withLock { $0[key] } }
        nonmutating set {
            // The old value goes after the lock.
            _ = table.metadata.withLock { metadata in
                let old = metadata[key]
                if !table.hasEnded { metadata[key] = newValue }
                return old
            }
        }
    }
}
