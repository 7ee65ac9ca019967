import NodeLogging

/// A part of an application's start: runs the application's code, and gives up when that is asked for.
final class InterruptibleStep<Value: Sendable>: Sendable {
    private enum Event: Sendable {
        case made(Value)
        case failed(any Error)
        case interrupted
        case isLost
    }

    private let name: String
    private let log: Log
    private let limits: StopLimits
    private let clock: any Clock<Duration>
    private let events: AsyncStream<Event>
    private let happened: AsyncStream<Event>.Continuation

    init(_ name: String, log: Log, limits: StopLimits, clock: any Clock<Duration>) {
        self.name = name
        self.log = log
        self.limits = limits
        self.clock = clock
        (events, happened) = AsyncStream.makeStream()
    }

    /// Cancels the step, before or while it is performed.
    func interrupt() {
        happened.yield(.interrupted)
    }

    /// What `body` hands to its argument, also when that comes in spite of an interruption; `body` may go on afterwards.
    func perform(
        _ body: @escaping @Sendable (_ made: @Sendable (Value) -> Void) async throws -> Void,
        failure: (any Error) -> ApplicationError
    ) async throws(ApplicationError) -> Value {
        // Detached, because what is started must not carry the task-local values of who starts it.
        let attempt = Task.detached { [happened] in
            do {
                try await body { happened.yield(.made($0)) }
            } catch {
                happened.yield(.failed(error))
            }
        }
        var isInterrupted = false
        var timer: Task<Void, any Error>?
        defer { timer?.cancel() }
        for await event in events {
            switch event {
            case .made(let value):
                return value
            case .failed(let error):
                throw isInterrupted && error is CancellationError ? .stopping : failure(error)
            case .interrupted:
                guard !isInterrupted else { continue }
                isInterrupted = true
                attempt.cancel()
                // Detached, because it must ring however this waits.
                timer = Task.detached { [self] in
                    try await clock.sleep(for: limits.graceful)
                    happened.yield(.isLost)
                }
            case .isLost:
                log.error("went on starting after it was told to give up", ["limit": limits.graceful])
                throw .startAbandoned(name)
            }
        }
        throw .stopping
    }
}
