/// Everything here runs with the drain token held, unless it says otherwise.
extension GenServerProcess {
    /// A copy of the state; `nil` before there is one, and after the end.
    var state: Server? {
        hasState ? slot.pointee : nil
    }

    @inlinable func setState(_ state: Server) {
        if hasState {
            slot.pointee = state
        } else {
            slot.initialize(to: state)
            hasState = true
        }
    }

    func dropState() {
        guard hasState else { return }
        hasState = false
        slot.deinitialize(count: 1)
    }

    @inlinable @discardableResult
    func attempt<Response>(
        _ content: @autoclosure () -> any Sendable,
        _ body: (inout Server, Context<Server>) throws -> Response
    ) -> Outcome<Response> {
        guard hasState else { return .none }
        guard !Server.keepsStateOnFailure else { return attemptOnCopy(content(), body) }
        do {
            return .response(try body(&slot.pointee, context))
        } catch {
            fail(error, content())
            return .none
        }
    }

    /// Keeps the state as it was when the handler throws.
    @usableFromInline func attemptOnCopy<Response>(
        _ content: any Sendable,
        _ body: (inout Server, Context<Server>) throws -> Response
    ) -> Outcome<Response> {
        let before = state
        do {
            return .response(try body(&slot.pointee, context))
        } catch {
            if let before { setState(before) }
            fail(error, content)
            return .none
        }
    }

    func attemptAsync<Response>(
        _ work: any ServerWork,
        _ body: (inout Server, Context<Server>) async throws -> Response
    ) async -> Outcome<Response> {
        guard hasState else { return .none }
        let before = Server.keepsStateOnFailure ? state : nil
        do {
            return .response(try await body(&slot.pointee, context))
        } catch {
            if let before { setState(before) }
            fail(error, work.content)
            return .none
        }
    }

    /// Sends what a handler answered, now or, when it also said stop, after `terminate`.
    func answer<Response>(_ pending: PendingCall<Response>, _ outcome: Outcome<Response>) {
        guard case .response(let response) = outcome else { return }
        debugging?.note(.sent("\(response)"), in: self)
        lock.lock()
        switch phase {
        case .running where stopReason != nil:
            answersAtEnd.append { pending.resolve(.success(response)) }
            deferred[ObjectIdentifier(pending)] = pending
            lock.unlock()
        case .running, .exiting:
            inWork = nil
            lock.unlock()
            pending.resolve(.success(response))
        case .exited(let reason):
            lock.unlock()
            pending.resolve(.failure(.exited(reason)))
        }
    }

    func `defer`(_ pending: any Abandonable) {
        lock.lock()
        inWork = nil
        if case .exited(let reason) = phase {
            lock.unlock()
            return pending.abandon(.exited(reason))
        }
        deferred[ObjectIdentifier(pending)] = pending
        lock.unlock()
    }

    func setStop(_ reason: ExitReason) {
        guard stopReason == nil else { return }
        lock.withLock { stopReason = reason }
        isInstructed = true
    }

    @usableFromInline func fail(_ error: any Error, _ content: any Sendable) {
        crashMessage = content
        lock.withLock {
            hasCrashed = true
            stopReason = ExitReason(error)
        }
        next = NextStep()
        isInstructed = true
    }
}

extension GenServerProcess: ReplyHome {
    func settle(_ pending: any Abandonable) {
        _ = lock.withLock { deferred.removeValue(forKey: ObjectIdentifier(pending)) }
    }

    func forgot(_ pending: any Abandonable) {
        lock.lock()
        // A server on its way out tells its callers why when it has ended.
        guard phase.isRunning, stopReason == nil else { return lock.unlock() }
        deferred[ObjectIdentifier(pending)] = nil
        lock.unlock()
        pending.abandon(.noReply)
    }

    func keepUntilEnd(_ answer: @escaping @Sendable () -> Void) {
        lock.lock()
        let isOver = phase.hasExited
        if !isOver { answersAtEnd.append(answer) }
        lock.unlock()
        if isOver { answer() }
    }
}

/// What a handler came to.
@usableFromInline enum Outcome<Response> {
    case response(Response)
    /// It threw, or there is no state any more; the caller hears of it when the server has ended.
    case none
}
