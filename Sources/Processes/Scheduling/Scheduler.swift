import Synchronization

/// A fixed number of threads that run processes and the tasks of processes.
///
/// The default pool of Swift would do, but it knows only tasks: a server that is idle would need one, or make one for
/// every message. Here a process itself can stand in the queue.
///
/// What comes from outside stands in one queue. What comes up while a thread runs something stands in the queue of
/// that thread, and is run by it next, without waking anybody: most of the time the sender waits soon after. Other
/// threads take from there when two or more wait. For the one behind code that does not come back, one idle thread
/// keeps watch. Unchecked, because all variables are guarded by `condition`.
package final class Scheduler: TaskExecutor, @unchecked Sendable {
    enum Work {
        case job(UnownedJob)
        case process(ProcessCore)
    }

    /// For everything that does not ask for other threads.
    static let shared = Scheduler(threads: max(2, preferredThreads ?? OSThread.processorCount), name: "processes")

    /// For supervisors.
    static let supervision = Scheduler(threads: 1, name: "supervision")

    private static let preferred = Atomic<Int>(0)
    /// How long work may stand behind code that does not come back while another thread is idle.
    private static let patience = Duration.milliseconds(1)
    /// After how much work of its own a thread looks at the common queue.
    private static let fairShare = 61

    private static var preferredThreads: Int? {
        let count = preferred.load(ordering: .relaxed)
        return count > 0 ? count : nil
    }

    private let condition = ConditionLock()
    private let threads: Int
    private let name: String
    private var workers: [Worker] = []
    private var queue = RingBuffer<Work>()
    /// Threads that wait and have not been woken.
    private var idle = 0
    /// Threads that have been woken and have not noticed.
    private var wakeups = 0
    private var started = 0
    private var isShutDown = false

    // For a look without the lock.
    private let length = Atomic<Int>(0)
    /// Threads that could help: idle ones, and those that have not been started.
    private let spare: Atomic<Int>
    private let isWatched = Atomic<Bool>(false)

    init(threads: Int, name: String) {
        self.threads = threads
        self.name = name
        spare = Atomic(threads)
        workers = (0..<threads).map { Worker(self, position: $0) }
    }

    /// Says how many threads `shared` shall have; without effect once the first process runs.
    package static func prefer(threads: Int) {
        preferred.store(threads, ordering: .relaxed)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        put(.job(UnownedJob(job)))
    }

    func submit(_ process: ProcessCore) {
        put(.process(process))
    }

    /// Whether the running thread is one of these.
    var isCurrent: Bool {
        Worker.current?.scheduler === self
    }

    /// Lets the threads end when the queue is empty; what comes later runs on the shared threads.
    func shutDown() {
        condition.withLock {
            isShutDown = true
            condition.broadcast()
        }
    }

    // MARK: - Work in

    private func put(_ work: Work) {
        guard let worker = Worker.current, worker.scheduler === self else { return putFromOutside(work) }
        let waiting = worker.push(work)
        guard threads > 1, spare.load(ordering: .relaxed) > 0 else { return }
        if waiting > 1 || !isWatched.load(ordering: .relaxed) { callForHelp() }
    }

    private func putFromOutside(_ work: Work) {
        condition.lock()
        if isShutDown, started == 0 {
            condition.unlock()
            return Self.shared.put(work)
        }
        queue.append(work)
        length.store(queue.count, ordering: .relaxed)
        wakeAndUnlock()
    }

    /// Gets one more thread to look for work, or to keep watch.
    private func callForHelp() {
        condition.lock()
        if wakeups > 0 { return condition.unlock() }
        wakeAndUnlock()
    }

    private func wakeAndUnlock() {
        let newcomer = idle == 0 && started < threads ? workers[started] : nil
        if newcomer != nil {
            started += 1
        } else if idle > 0 {
            idle -= 1
            wakeups += 1
            condition.signal()
        }
        noteSpareLocked()
        condition.unlock()
        if let newcomer { OSThread.start(named: name) { self.run(newcomer) } }
    }

    private func noteSpareLocked() {
        spare.store(idle + threads - started, ordering: .relaxed)
    }

    // MARK: - Work out

    private func run(_ worker: Worker) {
        let executor = asUnownedTaskExecutor()
        worker.run {
            while let work = next(worker) {
                switch work {
                case .job(let job): job.runSynchronously(on: executor)
                case .process(let process): process.drain()
                }
            }
        }
    }

    private func next(_ worker: Worker) -> Work? {
        let turn = worker.takeTurn()
        if turn % Self.fairShare == 0, let work = takeCommon() { return work }
        if let work = worker.pop() { return work }
        var seen: [Int] = []
        while true {
            if let work = takeCommon() ?? takeFromOthers(worker, seen) { return work }
            condition.lock()
            if let work = takeCommonLocked() {
                condition.unlock()
                return work
            }
            if isShutDown {
                started -= 1
                condition.unlock()
                return nil
            }
            seen = waitLocked()
            condition.unlock()
        }
    }

    /// Waits to be woken, or for a moment, to see whether others come forward; gives how far they were.
    private func waitLocked() -> [Int] {
        var seen: [Int] = []
        idle += 1
        noteSpareLocked()
        if started > idle, !isWatched.load(ordering: .relaxed) {
            isWatched.store(true, ordering: .relaxed)
            seen = workers.map(\.turn)
            if wakeups == 0, !isShutDown { condition.wait(until: SystemTimeSource.present.advanced(by: Self.patience)) }
            isWatched.store(false, ordering: .relaxed)
        } else {
            while wakeups == 0, !isShutDown { condition.wait() }
        }
        if wakeups > 0 { wakeups -= 1 } else { idle -= 1 }
        noteSpareLocked()
        return seen
    }

    /// Takes work from a thread where much waits, or one that has stood still since it was seen.
    private func takeFromOthers(_ worker: Worker, _ seen: [Int]) -> Work? {
        guard threads > 1 else { return nil }
        for distance in 1..<threads {
            let position = (worker.position + distance) % threads
            let other = workers[position]
            let waiting = other.waiting
            guard waiting > 1 || (waiting == 1 && !seen.isEmpty && seen[position] == other.turn) else { continue }
            var half = other.giveHalf()
            guard let work = half.popFirst() else { continue }
            while let more = half.popFirst() { _ = worker.push(more) }
            if spare.load(ordering: .relaxed) > 0 { callForHelp() }
            return work
        }
        return nil
    }

    private func takeCommon() -> Work? {
        guard length.load(ordering: .relaxed) > 0 else { return nil }
        condition.lock()
        defer { condition.unlock() }
        return takeCommonLocked()
    }

    private func takeCommonLocked() -> Work? {
        defer { length.store(queue.count, ordering: .relaxed) }
        return queue.popFirst()
    }
}
