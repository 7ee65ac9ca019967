extension GenServerProcess {
    private var fairShare: Int { 64 }

    func drainInJob() {
        Ambient.with(self) {
            var left = fairShare
            while left > 0 {
                switch step() {
                case .more: left -= 1
                case .much: left -= fairShare / 2
                case .idle: return
                case .needsTask(let work): return goOnInTask(.drain(work))
                case .end(let reason): return goOnInTask(.finish(reason))
                case .dead:
                    endBody(.normal)
                    return
                }
            }
            scheduler.submit(self)
        }
    }

    private func goOnInTask(_ plan: TaskPlan) {
        self.plan = plan
        goOnInTask()
    }

    /// Handles messages in a task, for handlers that wait, until none is left.
    nonisolated(nonsending) func drain(from first: Step, in carrier: Carrier) async {
        var step = first
        var count = 0
        while true {
            switch step {
            case .more, .much: break
            case .idle: return carrier.conclude(isFree: true)
            case .needsTask(let work): await handle(work)
            case .end(let reason): return await finish(reason, in: carrier)
            case .dead: return carrier.conclude(isFree: endBody(.normal))
            }
            count += 1
            if count % fairShare == 0 { await Task.yield() }
            step = self.step()
        }
    }

    private nonisolated(nonsending) func handle(_ work: any ServerWork) async {
        beginCallback()
        await work.runAsync(in: self)
        endCallback()
        noteState()
    }

    private func noteState() {
        guard let debugging, hasState else { return }
        debugging.note(.newState(slot.pointee.statusDescription), in: self)
    }

    /// Handles one thing: what the last callback asked for, else one message.
    func step() -> Step {
        if isInstructed, let step = instructed() { return step }
        if let step = stepOfTakenCasts() { return step }
        lock.lock()
        guard isAlive else {
            lock.unlock()
            return .dead
        }
        if takeCastsLocked() { return .more }
        guard let mail = takeLocked() else { return waitLocked() }
        if mail.isMessage { handled += 1 }
        switch mail {
        case .timeout(let number), .hibernate(let number):
            // A message came first, so this wait is over.
            guard number == wait else {
                lock.unlock()
                return .more
            }
            if case .timeout = mail { leaveWaitLocked() }
        case .system: break
        case .cast, .casts, .work, .info, .signal: leaveWaitLocked()
        }
        if case .work(let work) = mail { inWork = work.caller }
        lock.unlock()
        return handle(mail)
    }

    /// Handles casts of the chunk that was taken out of the mailbox.
    private func stepOfTakenCasts() -> Step? {
        guard let takenCasts, takenCasts.waitingCount > 0 else { return nil }
        if timeout != nil { lock.withLock { leaveWaitLocked() } }
        var left = fairShare
        while left > 0, !isInstructed {
            let count = takenCasts.handle(upTo: debugging == nil ? left : 1) { type, run in
                debugging?.note(.received(Server.describe(run.first(as: type)), isCall: false), in: self)
                type.handle(run, in: self)
            }
            guard count > 0 else { break }
            noteState()
            left -= count
        }
        guard left < fairShare else { return nil }
        takenCasts.releaseHandled(lock)
        return .much
    }

    /// Takes many casts at once, if they come next; the lock is held, and given back if there are.
    private func takeCastsLocked() -> Bool {
        guard !isSuspended, let chunk = takeChunkLocked() else { return false }
        let previous = takenCasts
        chunk.takeSpareLocked(of: previous)
        takenCasts = chunk
        handled += chunk.count
        leaveWaitLocked()
        lock.unlock()
        chunk.reuse(previous)
        return true
    }

    /// What the last callback asked for, if that comes before the next message.
    private func instructed() -> Step? {
        isInstructed = false
        if let stopReason { return .end(stopReason) }
        if let duration = next.timeout.take() { timeout = duration }
        if next.hibernates {
            hibernate()
            // To hibernate again at once would never end; what else it has asked for counts.
            next.hibernates = false
            if isInstructed { return instructed() }
        }
        guard !next.continuations.isEmpty else { return nil }
        let continuation = next.continuations.removeFirst()
        isInstructed = !next.continuations.isEmpty
        guard !continuation.isAsync else { return .needsTask(continuation) }
        continuation.run(in: self)
        return .more
    }

    private func handle(_ mail: ServerMail) -> Step {
        switch mail {
        case .cast(let message):
            debugging?.note(.received(Server.describe(message), isCall: false), in: self)
            message.handle(in: self)
        case .casts: break  // Taken as a whole before.
        case .work(let work):
            debugging?.note(.received(Server.describe(work.content), isCall: work.caller != nil), in: self)
            guard !work.isAsync else { return .needsTask(work) }
            work.run(in: self)
        case .info(let message):
            debugging?.note(.message(Server.describe(message)), in: self)
            attempt(message) { state, context in try state.handleInfo(message, context) }
        case .signal(let signal):
            if case .exit(_, let reason) = signal, lock.withLock({ isEndOfParent(signal) }) { return .end(reason) }
            debugging?.note(.message("\(signal)"), in: self)
            attempt(signal) { state, context in try state.handleSignal(signal, context) }
        case .system(let request):
            request.perform()
            return .more
        case .timeout:
            attempt("timeout") { state, context in try state.handleTimeout(context) }
        case .hibernate:
            hibernate()
        }
        noteState()
        return .more
    }

    private func hibernate() {
        if hasState { slot.pointee.handleHibernate(context) }
        lock.withLock { mailbox.releaseMemory() }
    }

    // MARK: - Waiting

    /// Nothing may be handled now: gives the token back, and sets the timers; the lock is held, and given back.
    private func waitLocked() -> Step {
        if let timeout, timeout <= .zero, !isSuspended {
            leaveWaitLocked()
            lock.unlock()
            return handle(.timeout(wait))
        }
        let handled = giveTokenBackLocked()
        lock.unlock()
        withExtendedLifetime(handled) {}
        system.quiescence.note()
        return .idle
    }

    /// Gives the token back with an empty mailbox; the lock is held.
    ///
    /// What it gives must be released without the lock: the end of a message may be code of the user.
    func giveTokenBackLocked() -> CastChunk? {
        task = nil
        isDraining = false
        setTimersLocked()
        return takenCasts.take()
    }

    private func setTimersLocked() {
        if timeout == nil, hibernateAfter == nil { return }
        let wait = wait
        if let timeout, waitTimer == nil, !isSuspended {
            waitTimer = system.timers.schedule(after: timeout) { [weak self] in self?.endWait(wait, .timeout(wait)) }
        }
        if let idle = hibernateAfter, hibernateTimer == nil {
            hibernateTimer = system.timers.schedule(after: idle) { [weak self] in self?.endWait(wait, .hibernate(wait))
            }
        }
    }

    /// A message came, so no timeout comes; the lock is held.
    func leaveWaitLocked() {
        wait += 1
        timeout = nil
        waitTimer.take()?.cancel()
        hibernateTimer.take()?.cancel()
    }

    private func endWait(_ number: UInt64, _ mail: ServerMail) {
        guard lock.withLock({ wait == number && mailbox.isEmpty && phase.isRunning }) else { return }
        _ = put(mail)
    }
}

/// What became of one thing that the drain loop did.
enum Step {
    case more
    /// A takenCasts was handled.
    case much
    case idle
    case needsTask(any ServerWork)
    case end(ExitReason)
    case dead
}
