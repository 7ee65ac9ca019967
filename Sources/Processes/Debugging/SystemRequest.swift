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
        guard let target = core as? any SystemTarget else {
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

    /// Ends a server in the ordinary way and waits until it is gone; a bare process gets an exit signal instead.
    public nonisolated(nonsending) func stop(
        _ reason: ExitReason = .normal,
        timeout: Duration? = nil
    ) async throws(CallError) {
        guard core.system.allowsEffects else { throw .cancelled }
        guard isAlive else { throw .noProcess }
        if Ambient.process === core { throw .callingSelf }
        if let target = core as? any SystemTarget {
            _ = core.accept(
                SystemRequest {
                    target.setStop(reason)
                } abandon: { _ in
                }
            )
        } else {
            exit(reason.isNormal ? .shutdown : reason)
        }
        guard let ended = await exitReason(within: timeout) else {
            if Task.isCancelled { throw .cancelled }
            throw .timedOut(after: timeout ?? .zero)
        }
        guard ended == reason || !(core is any SystemTarget) else { throw .exited(ended) }
    }
}
