/// A request of `sys`, handled by the drain loop itself, also while the server is suspended.
struct SystemRequest: Sendable {
    /// Does it; called with the drain token of the process held.
    let perform: @Sendable () -> Void
    /// Tells whoever asked that it will not be done.
    let abandon: @Sendable (CallError) -> Void
}

extension ProcessID {
    /// Does something inside the process' drain loop and waits for what comes out.
    nonisolated(nonsending) func request<Response: Sendable>(
        timeout: Duration?,
        _ body: @escaping @Sendable (any SystemTarget) throws -> Response
    ) async throws -> Response {
        try CallError.check(timeout)
        guard let target = core.systemTarget else {
            throw CallError.wrongServer(expected: "server", found: core.kind)
        }
        try target.refuseCallToItself()
        let pending = PendingCall<Result<Response, any Error>>()
        let request = SystemRequest {
            pending.resolve(.success(Result { try body(target) }))
        } abandon: {
            pending.abandon($0)
        }
        _ = core.accept(request)
        return try await pending.value(within: timeout, on: core.system.timers).get()
    }

    /// A server is asked by its own callback only when it would wait for itself; a task it left behind may ask.
    private func refuseStopOfItself() throws(CallError) {
        guard Ambient.process === core else { return }
        guard let target = core.systemTarget else { throw .callingSelf }
        try target.refuseCallToItself()
    }

    /// Why it has ended, or will.
    private nonisolated(nonsending) func endReason(within timeout: Duration?) async -> ExitReason? {
        if let endReason { return endReason }
        return await exitReason(within: timeout)
    }

    /// Ends a server in the ordinary way and waits until it is gone; a bare process gets an exit signal instead.
    public nonisolated(nonsending) func stop(
        _ reason: ExitReason = .normal,
        timeout: Duration? = nil
    ) async throws(CallError) {
        try CallError.check(timeout)
        guard core.system.allowsEffects else { throw .cancelled }
        guard isAlive else { throw .noProcess }
        try refuseStopOfItself()
        if core.stopHere(reason) {
            // It is gone already, unless `terminate` waits for something.
        } else if let target = core.systemTarget {
            _ = core.accept(
                SystemRequest {
                    target.setStop(reason)
                } abandon: { _ in
                }
            )
        } else {
            exit(reason.isNormal ? .shutdown : reason)
        }
        guard let ended = await endReason(within: timeout) else {
            if Task.isCancelled { throw .cancelled }
            throw .timedOut(after: timeout ?? .zero)
        }
        guard ended == reason || core.systemTarget == nil else { throw .exited(ended) }
    }
}
