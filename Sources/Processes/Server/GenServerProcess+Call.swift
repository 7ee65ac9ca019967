extension GenServerProcess {
    /// Handles a call in the caller, as the server, if the server is idle; called from any code.
    @inlinable
    func runInCaller<Message: ServerCall>(_ message: Message) -> CallerRun<Message.Response>
    where Message.Server == Server {
        guard claimTokenForCaller() else { return .notNow }
        var outcome = Outcome<Message.Response>.none
        runAsProcess { outcome = attempt(message) { state, context in try message.handle(&state, context) } }
        guard case .response(let response) = outcome, handBackToken() else {
            return submitAfterCallerRun(outcome)
        }
        return .response(response)
    }

    /// Takes the token for a call, if the server is idle or about to be.
    ///
    /// Most handlers take less time than a wait in the mailbox costs, so it is worth looking more than once.
    /// A thread that is kept for another process, or for supervisors, is never lent: a handler might block it.
    @usableFromInline func claimTokenForCaller() -> Bool {
        guard scheduler.mayBorrowThread else { return false }
        for _ in 0..<40 {
            switch tryClaimToken(handling: 1) {
            case .taken: return true
            case .refused: return false
            case .busy: lock.pause()
            }
        }
        return false
    }

    /// Takes the token, for so many messages, if nobody has it and nothing waits.
    func claimToken(handling count: Int) -> Bool {
        tryClaimToken(handling: count) == .taken
    }

    private func tryClaimToken(handling count: Int) -> TokenClaim {
        lock.lock()
        defer { lock.unlock() }
        guard isAlive, !isSuspended, executor.allowsCallerToRun, task == nil else { return .refused }
        guard !isDraining, mailbox.isEmpty else { return .busy }
        guard debugging == nil else { return .refused }
        isDraining = true
        handled += count
        leaveWaitLocked()
        return .taken
    }

    @usableFromInline func runAsProcess(_ body: () -> Void) {
        Ambient.with(self, body)
    }

    /// Waits in the mailbox for its turn.
    @usableFromInline
    nonisolated(nonsending) func callThroughMailbox<Message: ServerCall>(
        _ message: Message,
        _ timeout: Duration?
    ) async throws(CallError) -> Message.Response where Message.Server == Server {
        let pending = PendingCall<Message.Response>()
        return try await wait(for: CallWork(message: message, pending: pending), pending, timeout)
    }

    /// Gives the token back if nothing is left to do.
    @usableFromInline func handBackToken() -> Bool {
        if isInstructed {
            guard !next.hibernates, next.continuations.isEmpty, stopReason == nil else { return false }
            if let duration = next.timeout.take() { timeout = duration }
            if let timeout, timeout <= .zero { return false }
            isInstructed = false
        }
        lock.lock()
        guard mailbox.isEmpty, isAlive else {
            lock.unlock()
            return false
        }
        let handled = giveTokenBackLocked()
        lock.unlock()
        withExtendedLifetime(handled) {}
        system.quiescence.note()
        return true
    }

    /// Hands the token to the scheduler, because there is more to do than this call.
    @usableFromInline func submitAfterCallerRun<Response>(_ outcome: Outcome<Response>) -> CallerRun<Response> {
        defer { scheduler.submit(self) }
        let pending = PendingCall<Response>()
        lock.lock()
        guard stopReason != nil || phase.hasExited else {
            lock.unlock()
            guard case .response(let response) = outcome else { return .pending(pending) }
            return .response(response)
        }
        if case .exited(let reason) = phase {
            lock.unlock()
            pending.resolve(.failure(.exited(reason)))
            return .pending(pending)
        }
        deferred[ObjectIdentifier(pending)] = pending
        if case .response(let response) = outcome {
            answersAtEnd.append { pending.resolve(.success(response)) }
        }
        lock.unlock()
        return .pending(pending)
    }

    /// Puts a call into the mailbox and waits for its answer.
    nonisolated(nonsending) func wait<Response>(
        for work: some ServerWork,
        _ pending: PendingCall<Response>,
        _ timeout: Duration?
    ) async throws(CallError) -> Response {
        try refuseCallToItself()
        switch put(.work(work)) {
        case .noProcess: throw .noProcess
        case .full(let limit): throw .overloaded(limit: limit)
        case .delivered: return try await pending.value(within: timeout, on: system.timers)
        }
    }

    /// Throws when the running code is the very task that would have to handle the call.
    func refuseCallToItself() throws(CallError) {
        guard isInCallback, Ambient.process === self else { return }
        let here = withUnsafeCurrentTask { $0?.hashValue }
        if let here, lock.withLock({ task?.hashValue }) == here { throw .callingSelf }
    }
}

/// What an attempt to take the drain token came to.
private enum TokenClaim {
    case taken
    /// Somebody else handles messages on a thread, and may be done soon.
    case busy
    /// It cannot be taken, or not soon.
    case refused
}

/// What calling in the caller came to.
@usableFromInline enum CallerRun<Response: Sendable> {
    case response(Response)
    /// The answer comes when the server has ended.
    case pending(PendingCall<Response>)
    /// The server is busy: the message must wait in its mailbox.
    case notNow
}
