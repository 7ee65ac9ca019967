import NodeConfiguration
import NodeLogging

/// Gives one application another configuration, and does not wait for it for ever.
struct ConfigurationHandover: Sendable {
    let entry: ApplicationEntry
    let change: ConfigurationChange
    let limit: Duration
    let clock: any Clock<Duration>
    let log: Log
    let unfinished: UnfinishedChanges

    private struct Unfinished: Error, CustomStringConvertible {
        let description = "it has not come back from a former change; restart the node if it does not"
    }

    /// Tells the application what changes; it has accepted when this returns.
    ///
    /// One that comes back too late is told the way back then, because everything else goes on as before. Until that
    /// is done it is told nothing else.
    func perform() async throws(ApplicationError) {
        guard !unfinished.contains(entry.name) else { throw .configurationRefused(entry.name, Unfinished()) }
        let attempt = attempt(change)
        guard let outcome = await outcome(of: attempt) else {
            attempt.cancel()
            unfinished.begin(entry.name)
            // Detached, because whoever reloads has given up on this.
            Task.detached {
                if case .success = await attempt.result { await takeBack() }
                unfinished.end(entry.name)
            }
            throw .configurationLate(entry.name, limit)
        }
        if case .failure(let error) = outcome { throw .configurationRefused(entry.name, error) }
    }

    /// Tells the application the way back.
    func takeBack() async {
        let attempt = attempt(change.reversed)
        switch await outcome(of: attempt) {
        case .success: break
        case .failure(let error): log.error("does not take its former configuration back: \(error)")
        case nil:
            attempt.cancel()
            log.error("has not taken its former configuration back in time", ["limit": limit])
        }
    }

    private func attempt(_ change: ConfigurationChange) -> Task<Void, any Error> {
        unfinished.begin(entry.name)
        // Detached, because an application sees nothing task-local of whoever asked for the reload.
        return Task.detached {
            defer { unfinished.end(entry.name) }
            try await entry.application.configurationChanged(change)
        }
    }

    /// What came of it; `nil` when the limit came first.
    private func outcome(of attempt: Task<Void, any Error>) async -> Result<Void, any Error>? {
        let (outcomes, came) = AsyncStream.makeStream(of: Result<Void, any Error>?.self)
        // Detached, because both go on however this waits.
        Task.detached { came.yield(await attempt.result) }
        let timer = Task.detached {  // as above
            try await clock.sleep(for: limit)
            came.yield(nil)
        }
        defer { timer.cancel() }
        for await outcome in outcomes { return outcome }
        return nil
    }
}
