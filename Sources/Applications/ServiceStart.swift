import NodeLogging

/// Starts one application, and gives up when that is asked for.
final class ServiceStart: Sendable {
    private enum Event: Sendable {
        case made(any Service)
        case failed(any Error)
        case interrupted
        case isLost
    }

    private let entry: ApplicationEntry
    private let context: ApplicationContext
    private let limits: StopLimits
    private let clock: any Clock<Duration>
    private let events: AsyncStream<Event>
    private let happened: AsyncStream<Event>.Continuation

    init(_ entry: ApplicationEntry, context: ApplicationContext, limits: StopLimits, clock: any Clock<Duration>) {
        self.entry = entry
        self.context = context
        self.limits = limits
        self.clock = clock
        (events, happened) = AsyncStream.makeStream()
    }

    /// Cancels the start, before or while it is performed.
    func interrupt() {
        happened.yield(.interrupted)
    }

    /// The service, also when it was made in spite of an interruption: then it has to be stopped like others.
    func perform() async throws(ApplicationError) -> any Service {
        // Detached, because what is started must not carry the task-local values of who starts it.
        let attempt = Task.detached { [self] in
            do {
                happened.yield(.made(try await entry.application.start(context)))
            } catch {
                happened.yield(.failed(error))
            }
        }
        var isInterrupted = false
        var timer: Task<Void, any Error>?
        defer { timer?.cancel() }
        for await event in events {
            switch event {
            case .made(let service):
                return service
            case .failed(let error):
                throw isInterrupted && error is CancellationError ? .stopping : .startFailed(entry.name, error)
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
                context.log.error("went on starting after it was told to give up", ["limit": limits.graceful])
                throw .startAbandoned(entry.name)
            }
        }
        throw .stopping
    }
}
