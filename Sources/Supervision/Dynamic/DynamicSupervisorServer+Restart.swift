import Processes

extension DynamicSupervisorServer {
    /// A child has ended, as its monitor or its link tells, whichever comes first.
    struct ChildEnded: AsyncServerCast {
        let process: ProcessID
        let reason: ExitReason

        func handle(
            _ supervisor: inout DynamicSupervisorServer,
            _ context: Context<DynamicSupervisorServer>
        ) async {
            guard let child = supervisor.children[process], !child.isRestarting else { return }
            let spec = child.spec
            if !reason.isExpected || spec.restart == .permanent {
                SupervisionReport.childTerminated.write(spec.id.text, process, reason, by: context.process)
            }
            let restarts = spec.restart == .permanent || (spec.restart == .transient && !reason.isExpected)
            guard restarts else { return supervisor.children[process] = nil }
            supervisor.children[process]?.isRestarting = true
            await supervisor.spendAndRestart(process, context)
        }
    }

    /// A child is to be started again after a start that failed.
    struct Retry: AsyncServerCast {
        let process: ProcessID

        func handle(
            _ supervisor: inout DynamicSupervisorServer,
            _ context: Context<DynamicSupervisorServer>
        ) async {
            guard supervisor.children[process]?.isRestarting == true else { return }
            await supervisor.spendAndRestart(process, context)
        }
    }

    /// The wait before a restart is over.
    struct RestartNow: AsyncServerCast {
        let process: ProcessID

        func handle(
            _ supervisor: inout DynamicSupervisorServer,
            _ context: Context<DynamicSupervisorServer>
        ) async {
            guard supervisor.children[process]?.isRestarting == true else { return }
            await supervisor.restart(process, context)
        }
    }

    private mutating func spendAndRestart(
        _ process: ProcessID,
        _ context: Context<DynamicSupervisorServer>
    ) async {
        guard let child = children[process] else { return }
        guard budget.spend(at: context.system.now) else {
            SupervisionReport.tooManyRestarts.write(child.spec.id.text, process, .shutdown, by: context.process)
            children[process] = nil
            return context.stop(.shutdown)
        }
        guard let backoff = plan.backoff else { return await restart(process, context) }
        children[process]?.restarts += 1
        context.server.cast(RestartNow(process: process), after: backoff.delay(after: child.restarts))
    }

    private mutating func restart(_ process: ProcessID, _ context: Context<DynamicSupervisorServer>) async {
        guard var child = children[process] else { return }
        do {
            let started = try await child.spec.startLinked(to: context.process)
            _ = context.process.monitor(started.id)
            child.isRestarting = false
            children[process] = nil
            children[started.id] = child
        } catch StartError.ignored {
            children[process] = nil
        } catch {
            let reason = ExitReason.ofFailedStart(error)
            SupervisionReport.startError.write(child.spec.id.text, process, reason, by: context.process)
            context.server.cast(Retry(process: process))
        }
    }
}
