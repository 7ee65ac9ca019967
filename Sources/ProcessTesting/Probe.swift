import Processes

/// Collects what happens elsewhere, and lets a test wait for it.
///
///     let ended = Probe<ExitReason>()
///     …ended.record(reason)…
///     #expect(await ended.next() == .shutdown)
public final class Probe<Event: Sendable>: Sendable {
    private let state = Locked(State())

    private struct State {
        var events = RingBuffer<Event>()
        var waiting = RingBuffer<Promise<Event>>()
    }

    /// A probe that has seen nothing.
    public init() {}

    /// Notes an event; called from any code.
    public func record(_ event: Event) {
        let waiting = state.withLock { state in
            let waiting = state.waiting.popFirst()
            if waiting == nil { state.events.append(event) }
            return waiting
        }
        waiting?.resolve(event)
    }

    /// Takes the oldest event that was not taken, and waits for one if there is none.
    public func next() async -> Event {
        let promise = Promise<Event>()
        let event = state.withLock { state in
            let event = state.events.popFirst()
            if event == nil { state.waiting.append(promise) }
            return event
        }
        if let event { return event }
        return await promise.value()
    }

    /// Takes several events.
    public func next(_ count: Int) async -> [Event] {
        var events: [Event] = []
        for _ in 0..<count { events.append(await next()) }
        return events
    }

    /// The events that were not taken, oldest first.
    public var recorded: [Event] {
        state.withLock { $0.events.elements }
    }
}
