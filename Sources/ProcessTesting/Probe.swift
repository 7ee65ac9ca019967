import Processes

/// Collects what happens elsewhere, and lets a test wait for it.
///
///     let ended = Probe<ExitReason>()
///     …ended.record(reason)…
///     #expect(try await ended.next() == .shutdown)
public final class Probe<Event: Sendable>: Sendable {
    private let state = Locked(State())

    private struct State {
        var events = RingBuffer<Event>()
        /// Nothing, for one whose task was cancelled.
        var waiting = RingBuffer<Promise<Event?>>()
    }

    /// A probe that has seen nothing.
    public init() {}

    /// Notes an event; called from any code.
    public func record(_ event: Event) {
        while let waiting = takeWaiting(orKeep: event), !waiting.resolve(event) {}
    }

    /// Who has waited longest; without anybody the event is kept.
    private func takeWaiting(orKeep event: Event) -> Promise<Event?>? {
        state.withLock { state in
            let waiting = state.waiting.popFirst()
            if waiting == nil { state.events.append(event) }
            return waiting
        }
    }

    /// Takes the oldest event that was not taken, and waits for one if there is none.
    ///
    /// A test whose time is over is cancelled; then this throws, so that the test ends.
    public func next() async throws(CancellationError) -> Event {
        let promise = takeOrWait()
        let event = await withTaskCancellationHandler {
            await promise.value()
        } onCancel: {
            promise.resolve(nil)
        }
        guard let event else { throw CancellationError() }
        return event
    }

    /// Takes the oldest event that was not taken, and waits for one if there is none, also in a task that is
    /// cancelled: for code under test that is to go on when it is told to end.
    public func nextDespiteCancellation() async -> Event {
        while true {
            if let event = await takeOrWait().value() { return event }
        }
    }

    private func takeOrWait() -> Promise<Event?> {
        let promise = Promise<Event?>()
        let event = state.withLock { state in
            let event = state.events.popFirst()
            if event == nil { state.waiting.append(promise) }
            return event
        }
        if let event { promise.resolve(event) }
        return promise
    }

    /// Takes several events.
    public func next(_ count: Int) async throws(CancellationError) -> [Event] {
        var events: [Event] = []
        for _ in 0..<count { events.append(try await next()) }
        return events
    }

    /// The events that were not taken, oldest first.
    public var recorded: [Event] {
        state.withLock { $0.events.elements }
    }
}
