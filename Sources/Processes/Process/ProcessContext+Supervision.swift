extension ProcessContext {
    /// Whether a link leads from this process to another.
    package func isLinked(to other: ProcessID) -> Bool {
        core.lock.withLock { core.links[ObjectIdentifier(other.core)] != nil }
    }
}

extension ProcessID {
    /// A value that the process keeps under a key, for code that knows what it is for.
    package func keptValue<Value: Sendable>(_ key: ProcessKey<Value>) -> Value? {
        core.lock.withLock { core.rarities?.dictionary[key.name] as? Value }
    }

    /// The kind of code that runs in the process.
    package var codeName: String {
        core.kind
    }
}
