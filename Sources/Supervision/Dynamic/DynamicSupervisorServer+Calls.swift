import Processes

extension DynamicSupervisorServer {
    struct StartChild: AsyncServerCall {
        let spec: ChildSpec

        func handle(
            _ supervisor: inout DynamicSupervisorServer,
            _ context: Context<DynamicSupervisorServer>
        ) async -> Answer<StartedChild?> {
            if let limit = supervisor.plan.maxChildren, supervisor.children.count >= limit {
                return .failure(.maxChildren(limit))
            }
            do {
                let started = try await spec.startLinked(to: context.process)
                _ = context.process.monitor(started.id)
                supervisor.children[started.id] = Child(spec: spec.restart == .temporary ? spec.withoutStart : spec)
                return .success(started)
            } catch StartError.ignored {
                return .success(nil)
            } catch {
                return .failure(SupervisorError(startFailure: error))
            }
        }
    }

    struct TerminateChild: AsyncServerCall {
        let process: ProcessID

        func handle(
            _ supervisor: inout DynamicSupervisorServer,
            _ context: Context<DynamicSupervisorServer>
        ) async -> Answer<Void> {
            guard let child = supervisor.children.removeValue(forKey: process) else { return .failure(.notFound) }
            guard !child.isRestarting else { return .success(()) }
            let reason = await child.spec.end(process)
            if !child.spec.isAsAsked(reason) {
                SupervisionReport.shutdownError.write(child.spec.id.text, process, reason, by: context.process)
            }
            return .success(())
        }
    }

    struct Children: ServerCall {
        func handle(
            _ supervisor: inout DynamicSupervisorServer,
            _ context: Context<DynamicSupervisorServer>
        ) -> [ChildInfo] {
            supervisor.children.map { process, child in
                ChildInfo(
                    id: nil,
                    state: child.isRestarting ? .restarting : .running(process),
                    kind: child.spec.kind,
                    code: child.isRestarting ? nil : process.codeName
                )
            }
        }
    }

    struct Count: ServerCall {
        func handle(
            _ supervisor: inout DynamicSupervisorServer,
            _ context: Context<DynamicSupervisorServer>
        ) -> ChildCounts {
            let children = supervisor.children
            let supervisors = children.values.count { $0.spec.kind == .supervisor }
            return ChildCounts(
                specs: children.count,
                active: children.count { !$0.value.isRestarting && $0.key.isAlive },
                supervisors: supervisors,
                workers: children.count - supervisors
            )
        }
    }
}

extension ChildSpec {
    /// The same without what the start function holds on to, for a child that is never started again.
    fileprivate var withoutStart: ChildSpec {
        with { child in child.start = { throw StartError.ignored } }
    }
}
