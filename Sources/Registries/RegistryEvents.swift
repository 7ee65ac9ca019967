import Processes
import Synchronization

/// The events of a registry, for code that is no process.
///
///     for await event in rooms.events() { print(event) }
///
/// Events wait here until they are read, without limit, because the registry waits for nobody; `waiting` says how many.
/// They come from the moment this is made, and end with the registry. Each sequence is for one reader.
public struct RegistryEvents<Key: Hashable & Sendable, Value: Sendable>: AsyncSequence, Sendable {
    private let subscription: Subscription

    init(_ listeners: RegistryListeners<Key, Value>) {
        subscription = Subscription(listeners)
    }

    /// How many events have not been read.
    public var waiting: Int {
        subscription.queue.state.withLock(\.events.count)
    }

    /// The one reader.
    public func makeAsyncIterator() -> Iterator {
        Iterator(subscription: subscription)
    }

    /// Reads events, oldest first.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let subscription: Subscription

        /// The next event; `nil` when the registry has ended or the reading task was cancelled.
        public mutating func next() async -> RegistryEvent<Key, Value>? {
            await subscription.queue.next()
        }
    }

    /// Ends with its last reader.
    fileprivate final class Subscription: Sendable {
        let queue = RegistryEventQueue<Key, Value>()
        private let listeners: RegistryListeners<Key, Value>

        init(_ listeners: RegistryListeners<Key, Value>) {
            self.listeners = listeners
            listeners.add(queue)
        }

        deinit {
            listeners.remove(queue)
        }
    }
}

@available(*, unavailable)
extension RegistryEvents.Iterator: Sendable {}

/// Events that wait for a reader.
final class RegistryEventQueue<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    typealias Event = RegistryEvent<Key, Value>

    struct State {
        var events = RingBuffer<Event>()
        var readers = RingBuffer<Promise<Event?>>()
        var hasEnded = false
    }

    let state = Locked(State())

    func put(_ event: Event) {
        while true {
            let reader = state.withLock { state in
                let reader = state.readers.popFirst()
                if reader == nil { state.events.append(event) }
                return reader
            }
            // A reader that was cancelled does not take it.
            guard let reader, !reader.resolve(event) else { return }
        }
    }

    func end() {
        let readers = state.withLock { state in
            state.hasEnded = true
            defer { state.readers = RingBuffer() }
            return state.readers
        }
        for reader in readers.elements { reader.resolve(nil) }
    }

    func next() async -> Event? {
        let promise = Promise<Event?>()
        let event = state.withLock { state in
            let event = state.events.popFirst()
            if event == nil, !state.hasEnded { state.readers.append(promise) }
            if event == nil, state.hasEnded { promise.resolve(nil) }
            return event
        }
        if let event { return event }
        return await withTaskCancellationHandler {
            await promise.value()
        } onCancel: {
            promise.resolve(nil)
        }
    }
}

/// All who are told of the events of one registry.
@usableFromInline final class RegistryListeners<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let processes: [RegistryListener]
    private let queues = Locked<[ObjectIdentifier: RegistryEventQueue<Key, Value>]>([:])
    private let count: Atomic<Int>

    init(_ processes: [RegistryListener]) {
        self.processes = processes
        count = Atomic(processes.count)
    }

    /// Whether anybody listens.
    @usableFromInline var isNeeded: Bool {
        count.load(ordering: .relaxed) > 0
    }

    @usableFromInline func tell(_ event: RegistryEvent<Key, Value>) {
        for process in processes { process.tell(event) }
        for queue in queues.withLock({ Array($0.values) }) { queue.put(event) }
    }

    func add(_ queue: RegistryEventQueue<Key, Value>) {
        queues.withLock { $0[ObjectIdentifier(queue)] = queue }
        count.wrappingAdd(1, ordering: .relaxed)
    }

    func remove(_ queue: RegistryEventQueue<Key, Value>) {
        let removed = queues.withLock { $0.removeValue(forKey: ObjectIdentifier(queue)) }
        if removed != nil { count.wrappingSubtract(1, ordering: .relaxed) }
    }

    func end() {
        for queue in queues.withLock({ Array($0.values) }) { queue.end() }
    }
}

extension Registry {
    /// What happens in the registry from now on, for code that is no process.
    public func events() -> RegistryEvents<Key, Value> {
        let events = RegistryEvents(table.listeners)
        if table.hasEnded { table.listeners.end() }
        return events
    }
}
