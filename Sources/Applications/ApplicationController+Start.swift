import NodeConfiguration
import NodeLogging
import Synchronization

/// In which order applications start that do not depend on each other.
public enum StartMode: String, Sendable, Hashable, CaseIterable {
    /// One after the other.
    case serial
    /// At the same time: first all that depend on nothing, then all that depend on those, and so on.
    case concurrent
}

extension ApplicationController {
    /// Starts every application that its start type wants started; stops them all again when one fails.
    package func start(_ mode: StartMode = .serial) async throws(ApplicationError) {
        for warning in Self.warnings(about: try catalog.check(configuration)) { log.warning(warning) }
        let outcome = await enqueue { await self.boot(mode) }
        if case .failure = outcome { await stop() }
        try outcome.get()
    }

    /// Starts an application whose dependencies run, and returns when it has started.
    public func start(_ name: String, as type: StartType = .temporary) async throws(ApplicationError) {
        guard try await startAlone(name, as: type) else { throw .alreadyStarted(name) }
    }

    /// Starts an application whose dependencies run, unless it runs already.
    public func ensureStarted(_ name: String, as type: StartType = .temporary) async throws(ApplicationError) {
        _ = try await startAlone(name, as: type)
    }

    /// Starts the named applications and what they depend on; returns those it started, in order.
    ///
    /// When one fails, those started by this call are stopped again.
    public func ensureAllStarted(
        _ names: [String],
        as type: StartType = .temporary,
        _ mode: StartMode = .serial
    ) async throws(ApplicationError) -> [String] {
        try check(type, of: names.first ?? "")
        let wanted = try catalog.closure(of: names)
        return try await enqueue { await self.start(wanted, as: type, mode) }.get()
    }

    private func check(_ type: StartType, of name: String) throws(ApplicationError) {
        guard type.isStarted else { throw .typeDoesNotStart(name, type) }
    }

    /// Starts one application; false when it runs already.
    private func startAlone(_ name: String, as type: StartType) async throws(ApplicationError) -> Bool {
        let entry = try catalog.entry(name)
        try check(type, of: name)
        return try await enqueue {
            let running = self.state.withLock { state in ([name] + entry.dependencies).filter(state.isRunning) }
            if running.contains(name) { return Result<Bool, ApplicationError>.success(false) }
            if let missing = entry.dependencies.first(where: { !running.contains($0) }) {
                return .failure(.dependencyNotRunning(name, dependency: missing))
            }
            return await self.start([entry], as: type, .serial).map { _ in true }
        }.get()
    }

    /// What people are told about keys that nothing reads.
    static func warnings(about keys: [UnknownKey]) -> [String] {
        let shown = 20
        let more = keys.count > shown ? ["nothing reads \(keys.count - shown) more keys"] : []
        return keys.prefix(shown).map(\.description) + more
    }

    private func boot(_ mode: StartMode) async -> Result<Void, ApplicationError> {
        state.withLock { $0.beginStart() }
        if case .failure(let error) = await start(catalog.entries.filter(\.type.isStarted), as: nil, mode) {
            return .failure(error)
        }
        guard let reason = state.withLock({ $0.finishStart() }) else { return .success(()) }
        return .failure(reason)
    }

    /// Starts those of `entries` that do not run, as `type` or as their own; stops them again when one fails.
    private func start(
        _ entries: [ApplicationEntry],
        as type: StartType?,
        _ mode: StartMode
    ) async -> Result<[String], ApplicationError> {
        let missing = entries.filter { entry in !state.withLock { $0.isRunning(entry.name) } }
        let groups = mode == .serial ? missing.map { [$0] } : ApplicationCatalog.levels(of: missing)
        var started: [RunningApplication] = []
        for group in groups {
            let outcome = await start(together: group, as: type)
            started += outcome.started
            guard let error = outcome.error else { continue }
            for application in started.reversed() { await stop(application) }
            // What ended meanwhile is the reason why this one was told to give up.
            return .failure(state.withLock { $0.startFailure } ?? error)
        }
        return .success(started.map(\.name))
    }

    /// Starts applications that do not depend on each other; those that had begun when one failed come to their end.
    private func start(
        together entries: [ApplicationEntry],
        as type: StartType?
    ) async -> (started: [RunningApplication], error: ApplicationError?) {
        guard entries.count > 1 else {
            guard let entry = entries.first else { return ([], nil) }
            do {
                return ([try await start(entry, as: type ?? entry.type)], nil)
            } catch {
                return ([], error)
            }
        }
        return await withTaskGroup(of: Result<RunningApplication, ApplicationError>.self) { group in
            for entry in entries {
                group.addTask {
                    do throws(ApplicationError) {
                        return .success(try await self.start(entry, as: type ?? entry.type))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var outcome: (started: [RunningApplication], error: ApplicationError?) = ([], nil)
            for await result in group {
                switch result {
                case .success(let application): outcome.started.append(application)
                case .failure(let error): outcome.error = outcome.error ?? error
                }
            }
            return outcome
        }
    }

    private func start(
        _ entry: ApplicationEntry,
        as type: StartType
    ) async throws(ApplicationError) -> RunningApplication {
        let log = self.log.labelled(entry.name)
        let context = ApplicationContext(name: entry.name, configuration: configuration, log: log)
        defer { state.withLock { $0.startIsOver(entry.name) } }
        log.debug("starting")
        do throws(ApplicationError) {
            let application = try await make(entry, context, as: type)
            state.withLock { $0.started(application) }
            application.run { [self] in ended($0, error: $1) }
            try await goThroughPhases(of: application, entry, context)
            log.debug("started")
            return application
        } catch {
            state.withLock { $0.startFailed(entry.name) }
            throw error
        }
    }

    /// Does all phases; stops the application when one fails.
    private func goThroughPhases(
        of application: RunningApplication,
        _ entry: ApplicationEntry,
        _ context: ApplicationContext
    ) async throws(ApplicationError) {
        do throws(ApplicationError) {
            for phase in entry.startPhases { try await perform(phase, of: entry, context) }
        } catch {
            await stop(application)
            throw error
        }
    }

    private func make(
        _ entry: ApplicationEntry,
        _ context: ApplicationContext,
        as type: StartType
    ) async throws(ApplicationError) -> RunningApplication {
        let step = InterruptibleStep<RunningApplication>(entry.name, log: context.log, limits: limits, clock: clock)
        if let hindrance = state.withLock({ $0.starting(entry.name, as: type) { step.interrupt() } }) {
            throw hindrance
        }
        return try await step.perform { made in
            try await ApplicationMaster.serve(entry.name) {
                try await ApplicationInstance.start(entry.application, context)
            } onStart: { instance, master in
                made(RunningApplication(name: entry.name, instance: instance, master: master))
            }
        } failure: {
            .startFailed(entry.name, $0)
        }
    }

    private func perform(
        _ phase: String,
        of entry: ApplicationEntry,
        _ context: ApplicationContext
    ) async throws(ApplicationError) {
        let step = InterruptibleStep<Void>(entry.name, log: context.log, limits: limits, clock: clock)
        if let hindrance = state.withLock({ $0.continuing(entry.name) { step.interrupt() } }) { throw hindrance }
        context.log.debug("start phase", ["phase": phase])
        try await step.perform { made in
            try await entry.application.startPhase(phase, context)
            made(())
        } failure: {
            .phaseFailed(entry.name, phase: phase, $0)
        }
    }
}
