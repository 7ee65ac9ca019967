package import Processes

/// The process of a dynamic supervisor.
package struct DynamicSupervisorServer: GenServer {
    struct Child {
        var spec: ChildSpec
        var isRestarting = false
        var restarts = 0
    }

    let plan: DynamicSupervisorSpecification
    var budget: RestartBudget
    /// By process; a child that is restarting stands under its old one.
    var children: [ProcessID: Child] = [:]

    package static func initialize(
        _ make: @escaping @Sendable () throws -> DynamicSupervisorSpecification?,
        _ context: Context<DynamicSupervisorServer>
    ) async throws -> DynamicSupervisorServer? {
        guard let plan = try make() else { return nil }
        if let limit = plan.maxChildren, limit < 0 { throw SpecError.negativeMaxChildren(limit) }
        return DynamicSupervisorServer(
            plan: plan,
            budget: try RestartBudget(limit: plan.maxRestarts, period: plan.period)
        )
    }

    package mutating func handleSignal(_ signal: Signal, _ context: Context<DynamicSupervisorServer>) {
        switch signal {
        case .exit(let process?, let reason): context.continue(with: ChildEnded(process: process, reason: reason))
        case .down(let monitor, let reason):
            guard case .process(let process) = monitor.target else { return }
            // A child that died before it was watched is down as `noProcess`; what it died of is known all the same.
            context.continue(with: ChildEnded(process: process, reason: process.endReason ?? reason))
        case .exit, .timerCancelled: break
        }
    }

    package mutating func terminate(_ reason: ExitReason, _ context: Context<DynamicSupervisorServer>) async {
        await endAll(context)
    }

    package var statusDescription: String {
        "dynamic supervisor of \(children.count) children"
    }

    /// Ends all children at the same time; those with equal times share one timer.
    private mutating func endAll(_ context: Context<DynamicSupervisorServer>) async {
        let running = children.filter { !$0.value.isRestarting }
        children = [:]
        var limits: [Duration: [ProcessID]] = [:]
        for (process, child) in running {
            switch child.spec.shutdown {
            case .brutalKill: process.kill()
            case .unlimited: process.exit(.shutdown)
            case .after(let limit):
                limits[limit, default: []].append(process)
                process.exit(.shutdown)
            }
        }
        let timers = limits.map { limit, processes in
            context.system.timers.schedule(after: limit) { for process in processes { process.kill() } }
        }
        for (process, child) in running {
            let reason = await process.exitReason() ?? .killed
            guard !child.spec.isAsAsked(reason) else { continue }
            SupervisionReport.shutdownError.write(child.spec.id.text, process, reason, by: context.process)
        }
        for timer in timers { timer.cancel() }
    }
}
