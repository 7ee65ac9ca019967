extension GenServerProcess {
    /// Starts a server and waits until it is ready.
    nonisolated(nonsending) static func start(
        _ argument: Server.Argument,
        _ name: ProcessName?,
        _ options: ServerOptions,
        linked: Bool
    ) async throws(StartError) -> GenServerProcess {
        let parent = Ambient.process
        let system = parent?.system ?? .current
        guard system.allowsEffects else { throw .cancelled }
        let process = GenServerProcess(system: system, options: options, parent: parent)
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
        return try await process.started(with: argument, within: options.timeout)
    }

    private nonisolated(nonsending) func started(
        with argument: Server.Argument,
        within limit: Duration?
    ) async throws(StartError) -> GenServerProcess {
        let promise = Promise<StartError?>()
        let watch = watch { promise.resolve(.failed($0)) }
        let timer = limit.map { limit in
            system.timers.schedule(after: limit) { [self] in
                if promise.resolve(.timedOut(after: limit)) { id.kill() }
            }
        }
        let begin: TaskBody = { await self.initialize(argument, promise, watch) }
        if limit == nil, options.executor.allowsCallerToRun, scheduler.isCurrent {
            startTaskHere(begin)
        } else {
            startTask(begin)
        }
        let failure =
            if let known = promise.current, !Task.isCancelled { known } else {
                await withTaskCancellationHandler {
                    await promise.value()
                } onCancel: {
                    if promise.resolve(.cancelled) { id.kill() }
                }
            }
        timer?.cancel()
        if let failure { throw failure }
        return self
    }

    private nonisolated(nonsending) func initialize(
        _ argument: Server.Argument,
        _ promise: Promise<StartError?>,
        _ watch: UInt64
    ) async {
        let failure: (error: StartError, exit: ExitReason)
        do {
            let first = try await Server.initialize(argument, context)
            let stop = lock.withLock { stopReason }
            if let stop {
                failure = (.failed(stop), stop)
            } else if let first {
                state = first
                unwatch(watch)
                guard promise.resolve(nil) || lock.withLock({ phase.isRunning }) else { return endBody(.normal) }
                return await drainInTask(nil)
            } else {
                failure = (.ignored, .normal)
            }
        } catch let refusal as StartRefused {
            failure = (.refused(refusal), .normal)
        } catch {
            failure = (.failed(ExitReason(error)), ExitReason(error))
        }
        unwatch(watch)
        reportFailedStart(failure.exit)
        let signalled = lock.withLock { phase.reason }
        endBody(failure.exit)
        promise.resolve(signalled.map(StartError.failed) ?? failure.error)
    }

    private func reportFailedStart(_ reason: ExitReason) {
        let end = lock.withLock { (phase.isRunning, displayLocked, ancestors) }
        guard end.0, !reason.isExpected else { return }
        CrashReport(process: end.1, kind: kind, reason: reason, ancestors: end.2).write(to: system.log)
    }

    /// Ends before it began: the name was taken.
    private func abandonStart() {
        lock.withLock { phase = .exited(.normal) }
        options.executor.release(scheduler)
    }
}
