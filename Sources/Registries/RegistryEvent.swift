public import Processes

/// What happened in a registry, for its listeners.
///
/// The end of a process takes its entries with it and is no event: a listener that cares monitors the process.
public enum RegistryEvent<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// A process has registered under a key.
    case registered(registry: ProcessID?, key: Key, process: ProcessID, value: Value)
    /// A process has taken entries under a key back.
    case unregistered(registry: ProcessID?, key: Key, process: ProcessID)
}

extension RegistryEvent: Equatable where Value: Equatable {}

/// Who is told of registering and unregistering.
///
///     Registry<String, Int>.child(keys: .unique, name: "rooms", listeners: ["room log", .process(log.id)])
///
/// A bare process takes messages of the type `RegistryEvent<Key, Value>`, a server gets them in `handleInfo`. Nobody
/// waits for a listener.
public struct RegistryListener: Sendable, ExpressibleByStringLiteral {
    private let find: @Sendable () -> ProcessID?

    private init(find: @escaping @Sendable () -> ProcessID?) {
        self.find = find
    }

    /// Whoever has this name at the time of an event.
    public static func named(_ name: ProcessName) -> RegistryListener {
        RegistryListener { name.process }
    }

    /// A process.
    public static func process(_ process: ProcessID) -> RegistryListener {
        RegistryListener { process }
    }

    /// Whoever has the name with this text at the time of an event.
    public init(stringLiteral text: String) {
        self = .named(ProcessName(text))
    }

    func tell(_ event: some Sendable) {
        find()?.send(event)
    }
}
