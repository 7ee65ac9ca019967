public import Synchronization

/// The control block of a process: what every kind of process has.
///
/// Unchecked, because every variable is guarded by `lock`, subclasses' included unless they say otherwise.
@usableFromInline package class ProcessCore: TaskWaker, @unchecked Sendable {
    @usableFromInline package let number: UInt64
    @usableFromInline package let system: ProcessSystem
    package let scheduler: Scheduler
    // What the options said, each on its own: to copy them all takes long.
    let executor: ProcessExecutor
    let priorityNumber: UInt8?
    @usableFromInline let mailboxLimit: MailboxLimit?
    @usableFromInline let lock = Lock()

    @usableFromInline @exclusivity(unchecked) var phase = ProcessPhase.running {
        didSet { isGone.store(true, ordering: .releasing) }
    }
    @exclusivity(unchecked) var trapsExits: Bool
    /// Whether `phase` is no longer `running`, for a look without the lock.
    @usableFromInline let isGone = Atomic<Bool>(false)
    @exclusivity(unchecked) var links = SmallMap<ObjectIdentifier, ProcessCore>()
    /// The monitors this process holds on others.
    @exclusivity(unchecked) var monitors = SmallMap<UInt64, ProcessCore>()
    /// Who must be told when this process ends.
    @exclusivity(unchecked) var watchers = SmallMap<UInt64, Watcher>()
    /// Who started this process, and who started that one, nearest first.
    @exclusivity(unchecked) var ancestors: [ProcessID]
    /// The ancestors of this process' children, once it has any.
    @exclusivity(unchecked) private var lineage: [ProcessID]?
    /// What only few processes have.
    @exclusivity(unchecked) var rarities: ProcessRarities?
    /// Dead for all others while its code has not come to its end.
    @exclusivity(unchecked) var isLingering = false
    /// The task that runs the code, if any.
    @exclusivity(unchecked) var task: Task<Void, Never>?
    /// The place in the list of all processes, which guards it.
    @exclusivity(unchecked) var place = TablePlace()

    init(system: ProcessSystem, options: borrowing ProcessOptions, parent: borrowing ProcessCore?) {
        self.system = system
        executor = options.executor
        priorityNumber = options.priorityNumber
        mailboxLimit = options.mailboxLimit
        number = system.nextNumber()
        scheduler = options.executor.scheduler(in: system)
        ancestors = parent?.takeLineage() ?? []
        trapsExits = options.trapsExits
        if let label = options.label { rarities = ProcessRarities(label: label) }
        super.init()
    }

    /// The priority of its task, if it was given one.
    var priority: TaskPriority? { priorityNumber.map(TaskPriority.init(rawValue:)) }

    /// The kind of code that runs in it, for reports.
    package var kind: String { "process" }

    /// The same; the lock is held.
    var kindLocked: String { kind }

    var id: ProcessID { ProcessID(self) }

    var parent: ProcessID? { ancestors.first }

    /// The name it has; the lock is held.
    var name: ProcessName? {
        get { rarities?.name }
        set {
            if rarities == nil { rarities = ProcessRarities() }
            rarities?.name = newValue
        }
    }

    /// The ancestors of this process' children; a limit keeps chains of successors from growing for ever.
    private func takeLineage() -> [ProcessID] {
        lock.lock()
        defer { lock.unlock() }
        if let lineage { return lineage }
        let made = [id] + ancestors.prefix(15)
        if phase.isRunning { lineage = made }
        return made
    }

    /// Lets go of the processes that started this one, and of itself; the lock is held.
    func forgetAncestorsLocked() {
        if !ancestors.isEmpty { ancestors = [] }
        lineage = nil
    }

    /// Does a part of the work; called on a thread of the scheduler while the drain token is held.
    func drain() {
        goOnInTask()
    }

    /// Goes on in a task that begins on this very thread, which must be one that runs the scheduler's work.
    ///
    /// It runs here until it waits for something, so that a short start or end needs no other thread.
    final func goOnInTask() {
        guard let worker = Worker.current else { return scheduler.submit(self) }
        Carrier.run(self, on: worker)
    }

    /// Takes a task for what is to be done in one; false when nothing is.
    func goesOn(in task: Task<Void, Never>) -> Bool {
        lock.lock()
        self.task = task
        let wasHit = !phase.isRunning
        lock.unlock()
        if wasHit { task.cancel() }
        return true
    }

    /// Does what the process of a carrier has to do in a task, and concludes that.
    class nonisolated(nonsending) func runInTask(of carrier: Carrier) async {
        carrier.conclude(isFree: true)
    }

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

    /// Wakes the code out of a wait, because the process is to end; the lock is held.
    func interruptLocked() -> Wakeup { .nothing }

    /// Takes out all that is lost with the process; what it returns is called without the lock.
    func closeLocked(_ reason: ExitReason) -> (@Sendable () -> Void)? { nil }

    /// Takes messages that wait out of the mailbox; the lock is held, and what they hold must not end under it.
    func removeMessageLocked(where matches: (any Sendable) -> Bool) -> [any Sendable] { [] }

    /// Puts a message into the mailbox of a process that takes such messages, and into no other.
    func offer(_ message: any Sendable) {}

    /// Gives away what the process was there for, so that it hears of the end before any other code.
    func takeWorkLocked() -> (any ProcessWork)? { nil }

    /// How many messages and signals wait; the lock is held.
    var queueLengthLocked: Int { 0 }

    /// What `info` says beyond the common, and what prints the first messages that wait; the lock is held.
    func describeLocked(_ snapshot: inout ProcessSnapshot, messages limit: Int) -> () -> [String] { { [] } }

    /// Takes a request of `sys`; false when this kind of process has no `sys`.
    func accept(_ request: SystemRequest) -> Bool { false }

    /// This process as one that has `sys`.
    var systemTarget: (any SystemTarget)? { nil }

    /// Ends a server that is idle in the ordinary way, on this thread; false when that cannot be done here and now.
    func stopHere(_ reason: ExitReason) -> Bool { false }
}

extension ProcessCore {
    /// Whether it has neither ended nor begun to end, found out without waiting for anybody.
    @inlinable package var isAlive: Bool {
        !isGone.load(ordering: .acquiring)
    }

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
