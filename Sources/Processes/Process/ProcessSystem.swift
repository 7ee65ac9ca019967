public import NodeLogging
import Synchronization

/// A world of processes: its clock, its names, its list of processes and its log.
///
/// A program has one, `shared`. A test makes its own, so that its names, counts and clock are nobody else's:
///
///     let system = ProcessSystem(clock: clock)
///     try await system.run { … }      // processes started in here belong to it
public final class ProcessSystem: Sendable {
    /// The system of this program.
    public static let shared = ProcessSystem()

    /// The system that code here belongs to: that of its process, else that of `run`, else `shared`.
    public static var current: ProcessSystem {
        Ambient.process?.system ?? Ambient.system ?? shared
    }

    /// Where reports about processes go.
    public let log: Log
    /// After what time a killed process whose code still runs is reported.
    public let lingeringLimit: Duration

    /// The threads of processes that ask for no others, unless those are the ones of the program.
    let pool: ThreadPool?

    @usableFromInline package let timers: TimerService
    package let processes = ProcessTable()
    package let names = NameTable()
    @usableFromInline package let quiescence = Quiescence()

    private let numbers = Atomic<UInt64>(0)
    /// How many processes may exist; no matter how many when it is zero.
    private let processLimit = Atomic<Int>(0)
    private let deadLetterCount = Atomic<Int>(0)
    private let lingeringCount = Atomic<Int>(0)
    private let lingeringProcesses = Locked<[UInt64: Lingering]>([:])

    private struct Lingering {
        let process: ProcessCore
        let warning: TimerEntry
    }

    /// A system of its own, with a clock of its own if one is given.
    public convenience init(
        clock: (any TimeSource)? = nil,
        log: Log = Log("processes"),
        lingeringLimit: Duration = .seconds(10)
    ) {
        self.init(clock: clock, log: log, lingeringLimit: lingeringLimit, pool: nil)
    }

    init(clock: (any TimeSource)?, log: Log, lingeringLimit: Duration, pool: ThreadPool?) {
        timers = clock.map { TimerService(source: $0) } ?? .system
        self.log = log
        self.lingeringLimit = lingeringLimit
        self.pool = pool
    }

    /// Runs code whose new processes belong to this system.
    public nonisolated(nonsending) func run<Result>(
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async rethrows -> Result {
        try await Ambient.with(nil) {
            try await Ambient.$system.withValue(self, operation: body)
        }
    }

    /// The present moment on this system's clock.
    public var now: MonotonicTime {
        timers.now
    }

    /// All processes that exist, including those that are on the way to their end.
    public var list: [ProcessID] {
        processes.all.map(ProcessID.init)
    }

    /// The number of processes that exist.
    public var count: Int {
        processes.count
    }

    /// The process with this number, if it exists.
    public func process(_ number: UInt64) -> ProcessID? {
        processes[number].map(ProcessID.init)
    }

    /// How many messages went to nobody.
    public var deadLetters: Int {
        deadLetterCount.load(ordering: .relaxed)
    }

    /// The killed processes whose code has not come to its end.
    public var lingering: [ProcessID] {
        lingeringProcesses.withLock { all in all.values.map { ProcessID($0.process) } }
    }

    /// Lets no process start while so many exist; those that do stay.
    package func limitProcesses(to limit: Int) {
        processLimit.store(limit, ordering: .relaxed)
    }

    /// The limit of processes, when as many exist.
    var reachedLimit: Int? {
        let limit = processLimit.load(ordering: .relaxed)
        guard limit > 0, processes.count >= limit else { return nil }
        log.error("a process cannot start: there are as many as may be", ["limit": limit])
        return limit
    }

    func nextNumber() -> UInt64 {
        numbers.wrappingAdd(1, ordering: .relaxed).newValue
    }

    @usableFromInline func countDeadLetter(_ message: any Sendable, to process: ProcessCore) {
        deadLetterCount.wrappingAdd(1, ordering: .relaxed)
        log.debug("dropped a message to a process that does not take it", ["to": "\(process.id)"])
    }

    @usableFromInline func countDeadLetter() {
        deadLetterCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// False for code of a process that was killed: it runs on, but without effect on others.
    @usableFromInline var allowsEffects: Bool {
        guard lingeringCount.load(ordering: .relaxed) > 0, let process = Ambient.process else { return true }
        return !process.lock.withLock { process.isLingering }
    }

    func beganLingering(_ process: ProcessCore) {
        lingeringCount.wrappingAdd(1, ordering: .relaxed)
        let warning = timers.schedule(after: lingeringLimit) { [log, lingeringLimit] in
            log.warning(
                "killed \(lingeringLimit) ago, and its code still runs; let it check for cancellation",
                ["process": process.display]
            )
        }
        let hasEnded = lingeringProcesses.withLock { all in
            guard process.lock.withLock({ process.isLingering }) else { return true }
            all[process.number] = Lingering(process: process, warning: warning)
            return false
        }
        if hasEnded { warning.cancel() }
    }

    func endedLingering(_ process: ProcessCore) {
        lingeringCount.wrappingSubtract(1, ordering: .relaxed)
        let entry = lingeringProcesses.withLock { $0.removeValue(forKey: process.number) }
        entry?.warning.cancel()
    }
}
