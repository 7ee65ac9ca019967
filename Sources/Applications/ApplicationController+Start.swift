import NodeConfiguration
import NodeLogging
import Synchronization

extension ApplicationController {
    /// Starts every application that its start type wants started; stops them all again when one fails.
    package func start() async throws(ApplicationError) {
        warn(about: try catalog.check(configuration))
        let outcome = await enqueue { await self.boot() }
        if case .failure = outcome { await stop() }
        try outcome.get()
    }

    /// Starts the named applications and what they depend on; returns those it started, in order.
    ///
    /// When one fails, those started by this call are stopped again.
    package func ensureStarted(
        _ names: [String],
        as type: StartType = .temporary
    ) async throws(ApplicationError) -> [String] {
        let wanted = try catalog.closure(of: names)
        return try await enqueue { await self.start(wanted, as: type) }.get()
    }

    private func warn(about keys: [UnknownKey]) {
        let shown = 20
        for key in keys.prefix(shown) { log.warning(key.description) }
        if keys.count > shown { log.warning("nothing reads \(keys.count - shown) more keys") }
    }

    private func boot() async -> Result<Void, ApplicationError> {
        state.withLock { $0.beginStart() }
        if case .failure(let error) = await start(catalog.entries.filter(\.type.isStarted), as: nil) {
            return .failure(error)
        }
        guard let reason = state.withLock({ $0.finishStart() }) else { return .success(()) }
        return .failure(reason)
    }

    /// Starts those of `entries` that do not run, in order, as `type` or as their own.
    private func start(_ entries: [ApplicationEntry], as type: StartType?) async -> Result<[String], ApplicationError> {
        var started: [RunningApplication] = []
        for entry in entries where !state.withLock({ $0.isRunning(entry.name) }) {
            do {
                started.append(try await start(entry, as: type ?? entry.type))
            } catch {
                for application in started.reversed() { await stop(application) }
                // What ended meanwhile is the reason why this one was told to give up.
                return .failure(state.withLock { $0.startFailure } ?? error)
            }
        }
        return .success(started.map(\.name))
    }

    private func start(
        _ entry: ApplicationEntry,
        as type: StartType
    ) async throws(ApplicationError) -> RunningApplication {
        let log = self.log.labelled(entry.name)
        let context = ApplicationContext(name: entry.name, configuration: configuration, log: log)
        let attempt = ServiceStart(entry, context: context, limits: limits, clock: clock)
        let hindrance = state.withLock { $0.starting(entry.name, as: type) { attempt.interrupt() } }
        if let hindrance { throw hindrance }
        defer { state.withLock { $0.interruptStart = nil } }
        log.debug("starting")
        do {
            let application = RunningApplication(name: entry.name, service: try await attempt.perform())
            state.withLock { $0.started(application) }
            application.run { [self] in ended($0, error: $1) }
            log.debug("started")
            return application
        } catch {
            state.withLock { $0.startFailed(entry.name) }
            throw error
        }
    }
}
