/// A key of a registry, with both types erased.
struct ViaName: Sendable {
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
    let find: @Sendable () -> ProcessID?
    let claim: @Sendable (ProcessID) -> ProcessID?
    let release: @Sendable (ProcessID) -> Void

    init<R: ProcessRegistry>(_ registry: R, _ key: R.Key) {
        identity = Identity(registry: ObjectIdentifier(registry), key: key)
        text = "\(key)"
        self.registry = "\(R.self)"
        find = { registry.process(for: key) }
        claim = { registry.register($0, as: key) }
        release = { registry.unregister($0, from: key) }
    }
}
