import OTP
import ProcessTesting

/// A child that tells when it starts and ends.
struct Worker: GenServer {
    struct Plan: Sendable {
        var label: String
        var events: Probe<String>
        /// What to do while starting; the number counts the starts of this plan.
        var start: @Sendable (Int) async throws -> Bool
        var terminate: @Sendable () async -> Void
        let starts = Locked(0)

        init(
            _ label: String,
            _ events: Probe<String> = Probe(),
            start: @escaping @Sendable (Int) async throws -> Bool = { _ in true },
            terminate: @escaping @Sendable () async -> Void = {}
        ) {
            self.label = label
            self.events = events
            self.start = start
            self.terminate = terminate
        }
    }

    struct Broken: Error, Equatable {}

    let plan: Plan
    var count = 0

    static func initialize(_ plan: Plan, _ context: Context<Worker>) async throws -> Worker? {
        let number = plan.starts.withLock { starts in
            starts += 1
            return starts
        }
        guard try await plan.start(number) else { return nil }
        plan.events.record("start \(plan.label)")
        return Worker(plan: plan)
    }

    func terminate(_ reason: ExitReason, _ context: Context<Worker>) async {
        await plan.terminate()
        plan.events.record("end \(plan.label)")
    }

    struct Count: ServerCall {
        func handle(_ worker: inout Worker, _ context: Context<Worker>) -> Int {
            worker.count += 1
            return worker.count
        }
    }

    struct End: ServerCast {
        let reason: ExitReason

        func handle(_ worker: inout Worker, _ context: Context<Worker>) {
            context.stop(reason)
        }
    }
}

extension Worker.Plan {
    /// A child with this plan that traps exits, so that it tells of its end.
    func child(
        restart: ChildSpec.Restart = .permanent,
        shutdown: ChildSpec.Shutdown = .after(.seconds(5)),
        isSignificant: Bool = false,
        traps: Bool = true,
        name: ServerName<Worker>? = nil
    ) -> ChildSpec {
        let options = ServerOptions(process: ProcessOptions(trapsExits: traps))
        return Worker.child(self, name: name, options: options).with { child in
            child.id = ChildID(label)
            child.restart = restart
            child.shutdown = shutdown
            child.isSignificant = isSignificant
        }
    }
}

extension Supervisor {
    /// The process of a child.
    func process(_ id: ChildID) async throws -> ProcessID {
        guard let process = try await children.first(where: { $0.id == id })?.process else {
            throw SupervisorError.notFound
        }
        return process
    }

    /// Lets a child end from inside.
    func end(_ id: ChildID, _ reason: ExitReason = .failed(Worker.Broken())) async throws {
        let process = try await process(id)
        process.send(Worker.End(reason: reason))
        _ = await process.exitReason()
    }

    func state(_ id: ChildID) async throws -> ChildInfo.State? {
        try await children.first { $0.id == id }?.state
    }
}
