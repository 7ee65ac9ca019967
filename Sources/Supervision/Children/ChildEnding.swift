import Processes

/// Starts and ends children; everything runs in the supervisor's own process.
extension ChildSpec {
    /// Starts the child and makes sure that it is linked to the supervisor.
    func startLinked(to supervisor: ProcessContext) async throws -> StartedChild {
        let child = try await start()
        let isThere = child.id.isAlive
        guard !isThere || supervisor.isLinked(to: child.id) else { throw SpecError.notLinked(id, child.id) }
        return child
    }

    /// Ends the child as its shutdown says, and tells how it ended.
    func end(_ process: ProcessID) async -> ExitReason {
        switch shutdown {
        case .brutalKill:
            process.kill()
        case .unlimited:
            process.exit(.shutdown)
        case .after(let limit):
            process.exit(.shutdown)
            if let reason = await process.exitReason(within: limit) { return reason }
            process.kill()
        }
        return await process.exitReason() ?? .killed
    }

    /// Whether an end is what the supervisor asked for.
    func isAsAsked(_ reason: ExitReason) -> Bool {
        switch (reason, shutdown) {
        case (.shutdown, _), (.shutdownBecause, _), (.killed, .brutalKill): true
        case (.normal, _): restart != .permanent
        default: false
        }
    }

    func check(in autoShutdown: AutoShutdown?) throws(SpecError) {
        if case .after(let limit) = shutdown, limit < .zero { throw .negativeShutdown(id, limit) }
        guard isSignificant else { return }
        if restart == .permanent { throw .permanentSignificantChild(id) }
        if autoShutdown ?? .never == .never { throw .significantChildWithoutAutoShutdown(id) }
    }
}

extension ExitReason {
    /// Why a start function failed, as the reason of an end.
    static func ofFailedStart(_ error: any Error) -> ExitReason {
        if case .failed(let reason)? = error as? StartError { reason } else { ExitReason(error) }
    }
}
