public import Synchronization

/// The control block of a process: what every kind of process has.
///
/// Unchecked, because every variable is guarded by `lock`, subclasses' included unless they say otherwise.
@usableFromInline package class ProcessCore: @unchecked Sendable {
    package let number: UInt64
    @usableFromInline package let system: ProcessSystem
    package let scheduler: Scheduler
    @usableFromInline let options: ProcessOptions
    @usableFromInline let lock = Lock()

    @usableFromInline @exclusivity(unchecked) var phase = ProcessPhase.running {
        didSet { isGone.store(true, ordering: .releasing) }
    }
    var trapsExits: Bool
    /// Whether `phase` is no longer `running`, for a look without the lock.
    @usableFromInline let isGone = Atomic<Bool>(false)
    var links: [ObjectIdentifier: ProcessCore] = [:]
    /// The monitors this process holds on others.
    var monitors: [UInt64: ProcessCore] = [:]
    /// Who must be told when this process ends.
    var watchers: [UInt64: Watcher] = [:]
    var name: ProcessName?
    /// Who started this process, and who started that one, nearest first.
    var ancestors: [ProcessID]
    /// What only few processes have.
    var rarities: ProcessRarities?
    /// Dead for all others while its code has not come to its end.
    var isLingering = false

    init(system: ProcessSystem, options: ProcessOptions, parent: ProcessCore?) {
        self.system = system
        self.options = options
        number = system.nextNumber()
        scheduler = options.executor.scheduler(in: system)
        ancestors = parent.map { parent in parent.lock.withLock { parent.lineage } } ?? []
        trapsExits = options.trapsExits
        if let label = options.label { rarities = ProcessRarities(label: label) }
    }

    /// The kind of code that runs in it, for reports.
    package var kind: String { "process" }

    var id: ProcessID { ProcessID(self) }

    /// Whether it has neither ended nor begun to end, found out without waiting for anybody.
    @inlinable package var isAlive: Bool {
        !isGone.load(ordering: .acquiring)
    }

    var parent: ProcessID? { ancestors.first }

    /// The ancestors of this process' children; a limit keeps chains of successors from growing for ever.
    private var lineage: [ProcessID] {
        [id] + ancestors.prefix(15)
    }

    /// Does a part of the work; called on a thread of the scheduler while the drain token is held.
    func drain() {}

    /// Puts a message of any type into the mailbox, or drops it.
    @usableFromInline func deliver(_ message: any Sendable) {
        system.countDeadLetter(message, to: self)
    }

    /// Puts a signal into the mailbox; the lock is held.
    func appendLocked(_ signal: Signal) -> Wakeup {
        .nothing
    }

    /// Removes a signal that waits in the mailbox; the lock is held.
    func removeSignalLocked(where matches: (Signal) -> Bool) {}

    /// Whether code of this process runs or is about to; the lock is held.
    var isBusyLocked: Bool { false }

    /// Whether it has something to do and is not only waiting; the lock is held.
    var hasWorkLocked: Bool { isBusyLocked }

    /// Says that the code only waits for time to pass, or has stopped to.
    func setWaiting(_ waits: Bool) {}

    /// The task that runs the code, if any; the lock is held.
    var taskLocked: Task<Void, Never>? { nil }

    /// Wakes the code out of a wait, because the process is to end; the lock is held.
    func interruptLocked() -> Wakeup { .nothing }

    /// Takes out all that is lost with the process; what it returns is called without the lock.
    func closeLocked(_ reason: ExitReason) -> (@Sendable () -> Void)? { nil }

    /// What `info` says beyond the common; the lock is held.
    func describeLocked(_ snapshot: inout ProcessSnapshot) {}

    /// Takes a request of `sys`; false when this kind of process has no `sys`.
    func accept(_ request: SystemRequest) -> Bool { false }

    /// This process as one that has `sys`.
    var systemTarget: (any SystemTarget)? { nil }

    /// Ends a server that is idle in the ordinary way, on this thread; false when that cannot be done here and now.
    func stopHere(_ reason: ExitReason) -> Bool { false }
}

extension ProcessCore {
    func append(_ signal: Signal) {
        lock.lock()
        let wakeup = phase.isRunning ? appendLocked(signal) : .nothing
        lock.unlock()
        wakeup.perform()
    }

    var display: String {
        lock.withLock { displayLocked }
    }

    var displayLocked: String {
        if let name { return "\(name) \(id)" }
        if let label = rarities?.label { return "\(label) \(id)" }
        return id.description
    }
}
