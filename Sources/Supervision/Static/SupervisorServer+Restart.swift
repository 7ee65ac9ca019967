import Processes

extension SupervisorServer {
    /// A child has ended, as its monitor or its link tells, whichever comes first.
    struct ChildEnded: AsyncServerCast {
        let process: ProcessID
        let reason: ExitReason

        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) async {
            guard let index = supervisor.children.firstIndex(where: { $0.process == process }) else { return }
            await supervisor.childEnded(at: index, process, reason, context)
        }
    }

    /// A child is to be started again after a start that failed, or after a wait.
    struct Retry: AsyncServerCast {
        let id: ChildID

        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) async {
            guard let index = supervisor.index(of: id), case .restarting = supervisor.children[index].state else {
                return
            }
            await supervisor.restart(at: index, context)
        }
    }

    private mutating func childEnded(
        at index: Int,
        _ process: ProcessID,
        _ reason: ExitReason,
        _ context: Context<SupervisorServer>
    ) async {
        let spec = children[index].spec
        if !reason.isExpected || spec.restart == .permanent {
            SupervisionReport.childTerminated.write(spec.id.text, process, reason, by: context.process)
        }
        let restarts = spec.restart == .permanent || (spec.restart == .transient && !reason.isExpected)
        guard !restarts else {
            children[index].state = .restarting
            return await spendAndRestart(at: index, context)
        }
        if spec.restart == .temporary { children.remove(at: index) } else { children[index].state = .stopped }
        if spec.isSignificant { shutDownIfAsked(context) }
    }

    /// Ends the supervisor if the end of a significant child says so.
    private func shutDownIfAsked(_ context: Context<SupervisorServer>) {
        switch specification.autoShutdown {
        case .never: break
        case .anySignificant: context.stop(.shutdown)
        case .allSignificant:
            let isLast = !children.contains { child in
                guard child.spec.isSignificant else { return false }
                if case .stopped = child.state { return false }
                return true
            }
            if isLast { context.stop(.shutdown) }
        }
    }

    /// Restarts now, or after a wait, if the budget allows it; else ends the supervisor.
    private mutating func spendAndRestart(at index: Int, _ context: Context<SupervisorServer>) async {
        guard budget.spend(at: context.system.now) else {
            let id = children[index].spec.id.text
            SupervisionReport.tooManyRestarts.write(id, nil, .shutdown, by: context.process)
            children[index].state = .stopped
            return context.stop(.shutdown)
        }
        guard let backoff = specification.backoff else { return await restartChildren(at: index, context) }
        context.server.cast(
            RestartNow(id: children[index].spec.id),
            after: backoff.delay(after: children[index].restarts)
        )
        children[index].restarts += 1
    }

    private mutating func restart(at index: Int, _ context: Context<SupervisorServer>) async {
        await spendAndRestart(at: index, context)
    }

    /// The wait before a restart is over.
    struct RestartNow: AsyncServerCast {
        let id: ChildID

        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) async {
            guard let index = supervisor.index(of: id), case .restarting = supervisor.children[index].state else {
                return
            }
            await supervisor.restartChildren(at: index, context)
        }
    }

    /// Starts a child again, and with it those that the strategy names.
    private mutating func restartChildren(at index: Int, _ context: Context<SupervisorServer>) async {
        let id = children[index].spec.id
        var ids = [id]
        switch specification.strategy {
        case .oneForOne: break
        case .restForOne: ids = children[index...].map(\.spec.id)
        case .oneForAll: ids = children.map(\.spec.id)
        }
        for other in ids.reversed() where other != id {
            guard let index = self.index(of: other) else { continue }
            await end(at: index, context)
            if children[index].spec.restart == .temporary { children.remove(at: index) }
        }
        for id in ids {
            guard let index = self.index(of: id) else { continue }
            do {
                _ = try await start(at: index, context)
                if children[index].process == nil, children[index].spec.restart == .temporary {
                    children.remove(at: index)
                }
            } catch {
                let reason = ExitReason.ofFailedStart(error)
                SupervisionReport.startError.write(id.text, nil, reason, by: context.process)
                children[index].state = .restarting
                return context.server.cast(Retry(id: id))
            }
        }
    }
}
