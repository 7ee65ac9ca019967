extension GenServerProcess {
    /// Ends the server from inside: `terminate`, report, answers, signals.
    nonisolated(nonsending) func finish(_ reason: ExitReason) async {
        setEnding(reason)
        if lock.withLock({ phase.isRunning }) { await state?.terminate(reason, context) }
        let end = lock.withLock { () -> (isRunning: Bool, display: String, ancestors: [ProcessID]) in
            (phase.isRunning, displayLocked, ancestors)
        }
        if end.isRunning {
            report(reason, end.display, end.ancestors)
            let answers = lock.withLock { answersAtEnd }
            for answer in answers { answer() }
        }
        endBody(reason)
    }

    /// Notes that no more answers are to be expected from callbacks.
    private func setEnding(_ reason: ExitReason) {
        lock.withLock { stopReason = reason }
    }

    private func report(_ reason: ExitReason, _ display: String, _ ancestors: [ProcessID]) {
        guard !reason.isExpected else { return }
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
    func endBody(_ reason: ExitReason) {
        system.quiescence.beganToEnd()
        defer { system.quiescence.ended() }
        lock.withLock {
            task = nil
            taskNumber += 1
        }
        bodyEnded(reason)
        state = nil
        next = NextStep()
        crashMessage = nil
    }

    func closeServerLocked(_ reason: ExitReason) -> (@Sendable () -> Void)? {
        let mailbox = mailbox
        let waiting = Array(deferred.values) + [inWork].compactMap(\.self)
        self.mailbox = RingBuffer()
        messageCount = 0
        deferred = [:]
        inWork = nil
        answersAtEnd = []
        waitTimer.take()?.cancel()
        hibernateTimer.take()?.cancel()
        let released = isDraining ? nil : ReleasedState(state)
        if !isDraining { state = nil }
        if mailbox.isEmpty, waiting.isEmpty, released == nil { return nil }
        return {
            for caller in waiting { caller.abandon(.exited(reason)) }
            for position in 0..<mailbox.count { mailbox[position]?.abandon(.exited(reason)) }
            withExtendedLifetime(released) {}
        }
    }
}

/// A state on the way out of a process that has ended.
///
/// Nobody looks at it, it is only released; hence unchecked.
private final class ReleasedState: @unchecked Sendable {
    private let state: Any?

    init(_ state: Any?) {
        self.state = state
    }
}

extension ServerMail {
    /// Tells whoever waits for this that it will not be handled.
    func abandon(_ error: CallError) {
        switch self {
        case .work(let work): work.caller?.abandon(error)
        case .system(let request): request.abandon(error)
        case .cast, .info, .signal, .timeout, .hibernate: break
        }
    }
}
