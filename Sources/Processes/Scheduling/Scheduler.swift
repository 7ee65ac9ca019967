import Synchronization

/// Threads that run processes and the tasks of processes.
///
/// The default pool of Swift would do, but it knows only tasks: a server that is idle would need one, or make one for
/// every message. Here a process itself can stand in the queue. Unchecked, because subclasses guard their variables by
/// `condition`, and this class has none.
@usableFromInline package class Scheduler: TaskExecutor, @unchecked Sendable {
    /// For everything that does not ask for other threads.
    static let shared: Scheduler = ThreadPool(
        threads: preferredThreads ?? max(2, OSThread.processorCount),
        name: "processes",
        isShared: true
    )

    /// For supervisors.
    static let supervision = SupervisionThread()

    private static let preferred = Atomic<Int>(0)

    private static var preferredThreads: Int? {
        let count = preferred.load(ordering: .relaxed)
        return count > 0 ? count : nil
    }

    /// Says how many threads `shared` shall have; without effect once the first process runs.
    package static func prefer(threads: Int) {
        preferred.store(threads, ordering: .relaxed)
    }

    /// Whether tasks of processes that have ended are kept for others.
    let keepsTasks: Bool
    /// Whether it is there as long as the program runs.
    let isPermanent: Bool

    init(keepsTasks: Bool, isPermanent: Bool) {
        self.keepsTasks = keepsTasks
        self.isPermanent = isPermanent
    }

    @usableFromInline package final func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let worker = Worker.current
        if let worker, worker.captures(job, for: self) { return }
        put(Work(job), from: worker)
    }

    /// Lets a task go on that has rested, and holds this scheduler no more.
    final func goOn(with job: UnownedJob) {
        put(Work(job), from: Worker.current)
        if !isPermanent { Unmanaged.passUnretained(self).release() }
    }

    /// Lets a process run that holds its own drain token.
    final func submit(_ process: ProcessCore) {
        put(Work(process), from: Worker.current)
    }

    /// Puts work into a queue; `worker` is that of the running thread.
    func put(_ work: Work, from worker: Worker?) {
        preconditionFailure("a scheduler must say where work goes")
    }

    /// Lets the threads end when nothing is left to do.
    func shutDown() {}

    /// Whether a task may begin right here: on a thread of this scheduler, and not deep in others that began so.
    final var allowsNesting: Bool {
        guard let worker = Worker.current else { return false }
        return worker.owner == ObjectIdentifier(self) && worker.depth < 16
    }

    /// Whether code on this thread may do the work of this scheduler: not if the thread is kept for somebody else.
    final var mayBorrowThread: Bool {
        guard let worker = Worker.current else { return true }
        return worker.owner == ObjectIdentifier(self)
    }
}
