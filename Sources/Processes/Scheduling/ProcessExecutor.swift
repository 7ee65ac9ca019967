/// Which threads run a process.
public struct ProcessExecutor: Sendable, Hashable {
    private enum Kind: Hashable {
        case shared, dedicatedThread, supervision
    }

    private let kind: Kind

    /// The threads that all processes share: as many as there are processors, and at least two.
    public static let shared = ProcessExecutor(kind: .shared)

    /// A thread of its own: for code that blocks, so that it holds up nobody else, and for code that must not wait for
    /// others that block.
    ///
    /// The thread runs nothing but this process: its calls run no handlers of other servers. When the system refuses
    /// another thread, the process shares those of the others.
    public static let dedicatedThread = ProcessExecutor(kind: .dedicatedThread)

    /// The threads of supervisors, which no user code can block, so that restarts go on.
    package static let supervision = ProcessExecutor(kind: .supervision)

    /// Whether another thread may run a callback in its place.
    var allowsCallerToRun: Bool {
        kind == .shared
    }

    func scheduler(in system: ProcessSystem) -> Scheduler {
        switch kind {
        case .shared: system.pool ?? .shared
        case .supervision: .supervision
        case .dedicatedThread: ThreadPool(threads: 1, name: "process")
        }
    }

    func release(_ scheduler: Scheduler) {
        if kind == .dedicatedThread { scheduler.shutDown() }
    }
}
