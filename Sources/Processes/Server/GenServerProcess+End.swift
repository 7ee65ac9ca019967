extension GenServerProcess {
    /// Ends the server from inside: `terminate`, report, answers, signals.
    nonisolated(nonsending) func finish(_ reason: ExitReason, in carrier: Carrier) async {
        setEnding(reason)
        if isAlive, hasState {
            beginCallback()
            await slot.pointee.terminate(reason, context)
            endCallback()
        }
        if isAlive {
            if !reason.isExpected { report(reason) }
            let answers = lock.withLock { answersAtEnd }
            for answer in answers { answer() }
        }
        carrier.conclude(isFree: endBody(reason))
    }

    /// Notes that no more answers are to be expected from callbacks.
    private func setEnding(_ reason: ExitReason) {
        lock.withLock { stopReason = reason }
        isInstructed = true
    }

    private func report(_ reason: ExitReason) {
        let (display, ancestors) = lock.withLock { (displayLocked, self.ancestors) }
        CrashReport(
            process: display,
            kind: kind,
            reason: reason,
            ancestors: ancestors,
            lastMessage: crashMessage.map { Server.describe($0) },
            state: state?.statusDescription
        )
        .write(to: system.log)
    }

    /// The code has come to its end: tells the world, then releases the state, which holds the token to the last.
    ///
    /// Gives whether nobody can have cancelled its task.
    @discardableResult
    func endBody(_ reason: ExitReason) -> Bool {
        system.quiescence.beganToEnd()
        defer { system.quiescence.ended() }
        lock.lock()
        task = nil
        let endsByItself = phase.isRunning
        endOfCodeLocked(reason)
        dropState()
        next = NextStep()
        crashMessage = nil
        let takenCasts = lock.withLock { self.takenCasts.take() }
        withExtendedLifetime(takenCasts) {}
        return endsByItself
    }

    func closeServerLocked(_ reason: ExitReason) -> (@Sendable () -> Void)? {
        waitTimer.take()?.cancel()
        hibernateTimer.take()?.cancel()
        if isDraining, mailbox.isEmpty, deferred.isEmpty, inWork == nil, answersAtEnd.isEmpty { return nil }
        let answers = answersAtEnd
        answersAtEnd = []
        let waiting = Array(deferred.values) + [inWork].compactMap(\.self)
        closeCastsLocked()
        closedCasts = 0
        let lost = mailbox.takeAll()
        messageCount = 0
        deferred = [:]
        inWork = nil
        // Nobody has the token, and nobody will get it: the state goes with the last of the lock.
        let dropsState = !isDraining
        return { [self] in
            for caller in waiting { caller.abandon(.exited(reason)) }
            for mail in lost { mail.abandon(.exited(reason)) }
            if dropsState { dropState() }
            withExtendedLifetime(answers) {}
        }
    }
}

extension ServerMail {
    /// Tells whoever waits for this that it will not be handled.
    func abandon(_ error: CallError) {
        switch self {
        case .work(let work): work.caller?.abandon(error)
        case .system(let request): request.abandon(error)
        case .cast, .casts, .info, .signal, .timeout, .hibernate: break
        }
    }
}
