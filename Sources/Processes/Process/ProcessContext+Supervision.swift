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

    /// Why the process ended, if it has; known also to those who began to watch it too late.
    package var endReason: ExitReason? {
        core.lock.withLock { core.phase.hasExited ? core.phase.reason : nil }
    }

    /// The name that the process has, if any.
    package var registeredName: ProcessName? {
        core.lock.withLock { core.name }
    }

    /// The kind of code that runs in the process.
    package var codeName: String {
        core.kind
    }
}

extension ProcessID {
    /// Who started the process.
    package var parent: ProcessID? {
        core.lock.withLock { core.ancestors.first }
    }

    /// Whether a process started this one, or one of those that led to it.
    package func descends(from ancestor: ProcessID) -> Bool {
        core.lock.withLock { core.ancestors.contains(ancestor) }
    }

    /// The system it belongs to.
    package var system: ProcessSystem {
        core.system
    }
}
