import NodeLogging

/// Stops one service: asks it, cancels it when its time is over, and goes on without it in the end.
struct ServiceStop: Sendable {
    let application: RunningApplication
    let limits: StopLimits
    let clock: any Clock<Duration>
    let log: Log

    private enum Event: Sendable {
        case asked(wantsCancellation: Bool)
        case ended
        case isLate
        case isLost
    }

    func perform() async {
        let (events, happened) = AsyncStream.makeStream(of: Event.self)
        // Detached, because none of these may hold up this one when it does not react to its cancellation.
        let request = Task.detached {
            let request = StopRequest()
            await application.askToStop(request)
            happened.yield(.asked(wantsCancellation: request.asksForCancellation))
        }
        // Detached for the same reason: a service that never ends would hold this up.
        Task.detached {
            await application.waitForEnd()
            happened.yield(.ended)
        }
        var timer = alarm(after: limits.graceful) { happened.yield(.isLate) }
        var isAsked = false
        var hasEnded = false
        for await event in events {
            switch event {
            case .asked(let wantsCancellation):
                isAsked = true
                if wantsCancellation { application.cancel() }
            case .ended:
                hasEnded = true
            case .isLate:
                log.warning("did not stop in time; cancelling it", ["limit": limits.graceful])
                request.cancel()
                application.force()
                timer = alarm(after: limits.cancellation) { happened.yield(.isLost) }
            case .isLost:
                log.error("does not react to cancellation; going on without it", ["limit": limits.cancellation])
                return
            }
            if isAsked && hasEnded { break }
        }
        timer.cancel()
    }

    private func alarm(after limit: Duration, _ ring: @escaping @Sendable () -> Void) -> Task<Void, any Error> {
        // Detached, because it must ring however the stop waits.
        Task.detached {
            try await clock.sleep(for: limit)
            ring()
        }
    }
}

/// How long stopping an application may take.
struct StopLimits: Sendable {
    /// How long a service has to stop by itself before its task is cancelled.
    let graceful: Duration
    /// How long it has from then until the others are stopped without it.
    let cancellation: Duration
}
