extension GenServerProcess {
    /// Starts a server and waits until it is ready.
    @usableFromInline nonisolated(nonsending) static func start(
        _ name: ProcessName?,
        _ options: ServerOptions,
        linked: Bool,
        _ beginning: @escaping Beginning
    ) async throws(StartError) -> GenServerProcess {
        let parent = Ambient.process
        let system = parent?.system ?? .current
        guard system.allowsEffects else { throw .cancelled }
        if let limit = options.timeout, limit < .zero { throw .negativeTimeout(limit) }
        if let limit = system.reachedLimit { throw .systemLimit(limit) }
        let process = GenServerProcess(system: system, options: options, parent: parent, isLinked: linked)
        if let name {
            let holder: ProcessID?
            do {
                holder = try name.claim(for: process)
            } catch {
                process.abandonStart()
                throw .failed(.failed(error))
            }
            if let holder {
                process.abandonStart()
                throw .alreadyStarted(holder)
            }
            process.lock.withLock { process.name = name }
        }
        system.processes.insert(process)
        if linked, let parent { _ = process.link(to: parent) }
        return try await process.started(beginning, within: options.timeout)
    }

    private nonisolated(nonsending) func started(
        _ beginning: @escaping Beginning,
        within limit: Duration?
    ) async throws(StartError) -> GenServerProcess {
        self.beginning = beginning
        plan = .begin
        if limit == nil, executor.allowsCallerToRun, scheduler.allowsNesting {
            goOnInTask()
        } else {
            scheduler.submit(self)
        }
        if let failure = await startResult(within: limit) { throw failure }
        return self
    }

    /// Waits until `initialize` has come to its end, or the time is over, or the server or who started it is hit.
    private nonisolated(nonsending) func startResult(within limit: Duration?) async -> StartError? {
        lock.lock()
        if let result = start.result {
            lock.unlock()
            return result
        }
        let promise = Promise<StartError?>()
        var watch: UInt64?
        if case .running = start {
            if phase.hasExited, let reason = phase.reason {
                lock.unlock()
                return .failed(reason)
            }
            let number = system.nextNumber()
            watchers[number] = .callback { promise.resolve(.failed($0)) }
            watch = number
        }
        start = .awaited(promise, watch: watch)
        lock.unlock()
        let timer = limit.flatMap { limit in
            system.timers.schedule(afterIfAny: limit) { [self] in
                if promise.resolve(.timedOut(after: limit)) { id.kill() }
            }
        }
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await promise.value()
        } onCancel: {
            if promise.resolve(.cancelled) { id.kill() }
        }
    }

    /// Notes how far the start has come, and stops to tell of the end as if it were a failure to start.
    ///
    /// Gives what is to be told, if somebody waits for it.
    private func startEnded(_ progress: StartProgress) -> Promise<StartError?>? {
        lock.lock()
        defer { lock.unlock() }
        guard case .awaited(let promise, let watch) = start else {
            // Hit while it started, and before anybody waited for it.
            if case .ready = progress, let reason = phase.reason {
                start = .failed(.failed(reason))
            } else {
                start = progress
            }
            return nil
        }
        if let watch { watchers.removeValue(forKey: watch) }
        if case .failing = progress { start = .awaited(promise, watch: nil) } else { start = progress }
        return promise
    }

    nonisolated(nonsending) func initialize(in carrier: Carrier) async {
        // Not by `take`, which would wrap the function in another one.
        guard let beginning else { return carrier.conclude(isFree: true) }
        self.beginning = nil
        let failure: StartFailure?
        beginCallback()
        do {
            let hasBegun = try await beginning(self)
            failure = asksToStop ?? (hasBegun ? nil : StartFailure(error: .ignored, exit: .normal))
        } catch let refusal as StartRefused {
            failure = StartFailure(error: .refused(refusal), exit: .normal)
        } catch {
            failure = StartFailure(ExitReason(error))
        }
        endCallback()
        if let failure { return carrier.conclude(isFree: failStart(failure.error, failure.exit)) }
        let isWanted = startEnded(.ready)?.resolve(nil) ?? true
        guard isWanted || isAlive else { return carrier.conclude(isFree: endBody(.normal)) }
        let step = step()
        if case .idle = step { return carrier.conclude(isFree: true) }
        await drain(from: step, in: carrier)
    }

    /// What becomes of a start in which `initialize` has said stop.
    private var asksToStop: StartFailure? {
        lock.withLock { stopReason }.map(StartFailure.init)
    }

    private func failStart(_ error: StartError, _ reason: ExitReason) -> Bool {
        reportFailedStart(reason)
        let signalled = lock.withLock { phase.reason }
        let error = signalled.map(StartError.failed) ?? error
        _ = startEnded(.failing)
        let endsByItself = endBody(reason)
        startEnded(.failed(error))?.resolve(error)
        return endsByItself
    }

    private func reportFailedStart(_ reason: ExitReason) {
        let end = lock.withLock { (phase.isRunning, displayLocked, ancestors) }
        guard end.0, !reason.isExpected else { return }
        CrashReport(process: end.1, kind: kind, reason: reason, ancestors: end.2).write(to: system.log)
    }

    /// Ends before it began: the name was taken.
    private func abandonStart() {
        lock.withLock { phase = .exited(.normal) }
        executor.release(scheduler)
    }
}

/// Why a server did not start: what its starter is told, and the reason of its end.
private struct StartFailure {
    let error: StartError
    let exit: ExitReason

    init(error: StartError, exit: ExitReason) {
        self.error = error
        self.exit = exit
    }

    init(_ reason: ExitReason) {
        self.init(error: .failed(reason), exit: reason)
    }
}
