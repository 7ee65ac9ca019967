import Processes

/// What a supervisor answers: a result of its own, because an error that a handler throws would end it.
typealias Answer<Value> = Result<Value, SupervisorError>

extension SupervisorServer {
    struct StartChild: AsyncServerCall {
        let spec: ChildSpec

        func handle(
            _ supervisor: inout SupervisorServer,
            _ context: Context<SupervisorServer>
        ) async -> Answer<StartedChild?> {
            do throws(SpecError) {
                try spec.check(in: supervisor.specification.autoShutdown)
            } catch {
                return .failure(.invalid(error))
            }
            if let index = supervisor.index(of: spec.id) {
                guard let process = supervisor.children[index].process else {
                    return .failure(.alreadyPresent(spec.id))
                }
                return .failure(.alreadyStarted(process))
            }
            supervisor.children.append(Child(spec: spec, state: .stopped))
            let index = supervisor.children.count - 1
            do {
                let started = try await supervisor.start(at: index, context)
                if started == nil, spec.restart == .temporary { supervisor.children.remove(at: index) }
                return .success(started)
            } catch {
                supervisor.children.remove(at: index)
                let reason = ExitReason.ofFailedStart(error)
                SupervisionReport.startError.write(spec.id.text, nil, reason, by: context.process)
                return .failure(SupervisorError(startFailure: error))
            }
        }
    }

    struct RestartChild: AsyncServerCall {
        let id: ChildID

        func handle(
            _ supervisor: inout SupervisorServer,
            _ context: Context<SupervisorServer>
        ) async -> Answer<StartedChild?> {
            guard let index = supervisor.index(of: id) else { return .failure(.notFound) }
            switch supervisor.children[index].state {
            case .running: return .failure(.running)
            case .restarting: return .failure(.restarting)
            case .stopped: break
            }
            do {
                return .success(try await supervisor.start(at: index, context))
            } catch {
                return .failure(SupervisorError(startFailure: error))
            }
        }
    }

    struct TerminateChild: AsyncServerCall {
        let id: ChildID

        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) async -> Answer<Void> {
            guard let index = supervisor.index(of: id) else { return .failure(.notFound) }
            await supervisor.end(at: index, context)
            if supervisor.children[index].spec.restart == .temporary { supervisor.children.remove(at: index) }
            return .success(())
        }
    }

    struct DeleteChild: ServerCall {
        let id: ChildID

        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) -> Answer<Void> {
            guard let index = supervisor.index(of: id) else { return .failure(.notFound) }
            switch supervisor.children[index].state {
            case .running: return .failure(.running)
            case .restarting: return .failure(.restarting)
            case .stopped: supervisor.children.remove(at: index)
            }
            return .success(())
        }
    }

    struct Children: ServerCall {
        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) -> [ChildInfo] {
            supervisor.children.reversed().map { child in
                let state: ChildInfo.State =
                    switch child.state {
                    case .running(let process): .running(process)
                    case .restarting: .restarting
                    case .stopped: .stopped
                    }
                return ChildInfo(
                    id: child.spec.id,
                    state: state,
                    kind: child.spec.kind,
                    code: child.process?.codeName
                )
            }
        }
    }

    struct Count: ServerCall {
        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) -> ChildCounts {
            let children = supervisor.children
            let supervisors = children.count { $0.spec.kind == .supervisor }
            return ChildCounts(
                specs: children.count,
                active: children.count { $0.process?.isAlive == true },
                supervisors: supervisors,
                workers: children.count - supervisors
            )
        }
    }
}

extension SupervisorError {
    /// Why a child did not start, for whoever asked.
    init(startFailure error: any Error) {
        if case .alreadyStarted(let process)? = error as? StartError {
            self = .alreadyStarted(process)
        } else if let error = error as? SpecError {
            self = .invalid(error)
        } else {
            self = .failed(error)
        }
    }
}
