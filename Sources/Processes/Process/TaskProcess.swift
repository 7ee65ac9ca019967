/// A process that does one piece of work and takes no messages.
///
/// Unchecked, because all variables are guarded by `lock`.
package final class TaskProcess: CodeProcess, @unchecked Sendable {
    /// Given up at the end, since the work knows its process.
    @exclusivity(unchecked) private var work: (any ProcessWork)?

    private init(
        _ work: any ProcessWork,
        _ system: ProcessSystem,
        _ options: borrowing ProcessOptions,
        _ parent: borrowing ProcessCore?
    ) {
        self.work = work
        super.init(system: system, options: options, parent: parent)
    }

    package override var kind: String { lock.withLock { kindLocked } }
    override var kindLocked: String { work?.kind ?? "task" }

    override func takeWorkLocked() -> (any ProcessWork)? {
        work.take()
    }

    /// Makes a process for a piece of work, and links it before anything can run.
    ///
    /// Without its owner, if it has one, the work is of no use: the process then ends before it began. `prepare` hears
    /// of the process first.
    package static func spawn(
        _ work: any ProcessWork,
        options: ProcessOptions,
        in system: ProcessSystem,
        parent: ProcessID?,
        linkedTo supervisor: ProcessID? = nil,
        owner: (process: ProcessID, isLinked: Bool)? = nil,
        prepare: (ProcessID) -> Void = { _ in }
    ) -> ProcessID {
        let process = TaskProcess(work, system, options, parent?.core)
        let id = ProcessID(process)
        prepare(id)
        guard system.allowsEffects else {
            process.refuseToStart(.killed)
            return id
        }
        if let limit = system.reachedLimit {
            process.refuseToStart(.failed(ProcessError.systemLimit(limit)))
            return id
        }
        system.processes.insert(process)
        if let supervisor { _ = process.link(to: supervisor.core) }
        if let owner {
            let isThere = owner.isLinked ? process.link(to: owner.process.core) : owner.process.isAlive
            guard isThere else {
                process.refuseToStart(.noProcess)
                return id
            }
        }
        process.scheduler.submit(process)
        return id
    }

    override class nonisolated(nonsending) func runInTask(of carrier: Carrier) async {
        guard let process = carrier.process(as: self) else { return carrier.conclude(isFree: true) }
        let work: (any ProcessWork)? = process.lock.withLock { process.work }
        var reason = ExitReason.normal
        if let work, let body = work.takeBody() {
            do {
                try await body(work)
                work.returned()
            } catch {
                reason = ExitReason(error)
            }
        }
        carrier.conclude(isFree: process.end(reason))
    }

    override func report(_ reason: ExitReason) {
        let (display, ancestors, work) = lock.withLock { (displayLocked, self.ancestors, self.work) }
        guard let work else { return }
        CrashReport(process: display, kind: work.kind, reason: reason, ancestors: ancestors, details: work.details)
            .write(to: system.log)
    }
}

extension TaskProcess {
    /// On whose behalf the work is done, nearest first.
    fileprivate var callers: [ProcessID] {
        lock.withLock { work }?.callers ?? []
    }
}

extension ProcessID {
    /// On whose behalf the process does its work, nearest first; only tasks have callers.
    package var callers: [ProcessID] {
        (core as? TaskProcess)?.callers ?? []
    }

    /// Who started the process, and who started that one, nearest first.
    package var ancestors: [ProcessID] {
        core.lock.withLock { core.ancestors }
    }

    /// The name of the process, or else its identity, for reports.
    package var display: String {
        core.display
    }

    /// Whether exit signals come as messages.
    package var trapsExits: Bool {
        core.lock.withLock { core.trapsExits }
    }

    /// Calls a function at the end of the process, or at once if it has come; for `unwatchEnd`.
    package func watchEnd(_ callback: @escaping @Sendable (ExitReason) -> Void) -> UInt64 {
        let (number, reason) = core.watch(.callback(callback))
        if let reason { callback(reason) }
        return number
    }

    /// Kills a process that ends with another, whoever's code this runs in.
    ///
    /// Unlike `kill` it works in the code of a process that was killed, which is often the first to hear of that.
    package func endAlong() {
        ExitWave.send(.kill, to: core, from: Ambient.process)
    }

    /// Sends the exit signal of a process that this one is tied to, whoever's code this runs in.
    package func endAlong(with reason: ExitReason) {
        ExitWave.send(.request(reason), to: core, from: Ambient.process)
    }

    /// Takes back what `watchEnd` asked for.
    package func unwatchEnd(_ number: UInt64) {
        core.unwatch(number)
    }

    /// The timers of the world the process lives in.
    package var timers: TimerService {
        core.system.timers
    }
}
