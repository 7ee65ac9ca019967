package import Processes

/// The process of a supervisor.
package struct SupervisorServer: GenServer {
    struct Child {
        var spec: ChildSpec
        var state: State
        var restarts = 0

        enum State {
            case running(ProcessID)
            /// To be started again.
            case restarting
            case stopped
        }

        var process: ProcessID? {
            if case .running(let process) = state { process } else { nil }
        }
    }

    let specification: SupervisorSpecification
    var budget: RestartBudget
    /// In the order of their start.
    var children: [Child] = []

    package static func initialize(
        _ make: @escaping @Sendable () throws -> SupervisorSpecification?,
        _ context: Context<SupervisorServer>
    ) async throws -> SupervisorServer? {
        guard let specification = try make() else { return nil }
        try specification.check()
        var supervisor = SupervisorServer(
            specification: specification,
            budget: try RestartBudget(limit: specification.maxRestarts, period: specification.period)
        )
        for spec in specification.children {
            do {
                try await supervisor.startFirst(spec, context)
            } catch {
                let reason = ExitReason.ofFailedStart(error)
                SupervisionReport.startError.write(spec.id.text, nil, reason, by: context.process)
                await supervisor.endChildren(context)
                throw ExitReason.shutdownBecause(FailedToStartChild(id: spec.id, reason: reason))
            }
        }
        return supervisor
    }

    package mutating func handleSignal(_ signal: Signal, _ context: Context<SupervisorServer>) {
        switch signal {
        case .exit(let process?, let reason): context.continue(with: ChildEnded(process: process, reason: reason))
        case .down(let monitor, let reason):
            guard case .process(let process) = monitor.target else { return }
            // A child that died before it was watched is down as `noProcess`; what it died of is known all the same.
            context.continue(with: ChildEnded(process: process, reason: process.endReason ?? reason))
        case .exit, .timerCancelled: break
        }
    }

    package mutating func terminate(_ reason: ExitReason, _ context: Context<SupervisorServer>) async {
        await endChildren(context)
    }

    package var statusDescription: String {
        let lines = children.map { child in "\(child.spec.id): \(child.state)" }
        return "\(specification.strategy) supervisor of [\(lines.joined(separator: ", "))]"
    }

    // MARK: - Children

    func index(of id: ChildID) -> Int? {
        children.firstIndex { $0.spec.id == id }
    }

    private mutating func startFirst(_ spec: ChildSpec, _ context: Context<SupervisorServer>) async throws {
        let child = Child(spec: spec, state: .stopped)
        do {
            let started = try await spec.startLinked(to: context.process)
            _ = context.process.monitor(started.id)
            children.append(Child(spec: spec, state: .running(started.id)))
        } catch StartError.ignored {
            if spec.restart != .temporary { children.append(child) }
        }
    }

    /// Starts the child at a position; throws when it does not start.
    mutating func start(at index: Int, _ context: Context<SupervisorServer>) async throws -> StartedChild? {
        do {
            let started = try await children[index].spec.startLinked(to: context.process)
            _ = context.process.monitor(started.id)
            children[index].state = .running(started.id)
            return started
        } catch StartError.ignored {
            children[index].state = .stopped
            return nil
        }
    }

    /// Ends the child at a position, if it runs.
    mutating func end(at index: Int, _ context: Context<SupervisorServer>) async {
        let child = children[index]
        children[index].state = .stopped
        guard let process = child.process else { return }
        let reason = await child.spec.end(process)
        guard !child.spec.isAsAsked(reason) else { return }
        SupervisionReport.shutdownError.write(child.spec.id.text, process, reason, by: context.process)
    }

    /// Ends all children, the last one first.
    private mutating func endChildren(_ context: Context<SupervisorServer>) async {
        for index in children.indices.reversed() { await end(at: index, context) }
    }
}
