/// A key of a registry, with both types erased.
package struct ViaName: Sendable {
    struct Identity: Hashable, Sendable {
        let registry: ObjectIdentifier
        let key: any Hashable & Sendable

        static func == (left: Identity, right: Identity) -> Bool {
            left.registry == right.registry && AnyHashable(left.key) == AnyHashable(right.key)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(registry)
            hasher.combine(AnyHashable(key))
        }
    }

    let identity: Identity
    let text: String
    let registry: String
    let find: @Sendable () throws -> ProcessID?
    let claim: @Sendable (ProcessID) throws -> ProcessID?
    let release: @Sendable (ProcessID) -> Void

    init<R: ProcessRegistry>(_ registry: R, _ key: R.Key) {
        self.init(
            key,
            in: registry,
            called: "\(R.self)",
            find: { registry.process(for: key) },
            claim: { registry.register($0, as: key) },
            release: { registry.unregister($0, from: key) }
        )
    }

    /// A key of `registry`, with what to do about it; `find` and `claim` throw when it can be nobody's name.
    package init<Key: Hashable & Sendable>(
        _ key: Key,
        in registry: AnyObject,
        called name: String,
        find: @escaping @Sendable () throws -> ProcessID?,
        claim: @escaping @Sendable (ProcessID) throws -> ProcessID?,
        release: @escaping @Sendable (ProcessID) -> Void
    ) {
        identity = Identity(registry: ObjectIdentifier(registry), key: key)
        text = "\(key)"
        self.registry = name
        self.find = find
        self.claim = claim
        self.release = release
    }
}
