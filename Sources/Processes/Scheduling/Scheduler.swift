import Synchronization

/// A fixed number of threads that run processes and the tasks of processes, first come, first served.
///
/// The default pool of Swift would do, but it knows only tasks: a server that is idle would need one, or make one for
/// every message. Here a process itself can stand in the queue. Unchecked, because all variables are guarded by
/// `condition`.
package final class Scheduler: TaskExecutor, @unchecked Sendable {
    private enum Work {
        case job(UnownedJob)
        case process(ProcessCore)
    }

    /// For everything that does not ask for other threads.
    static let shared = Scheduler(threads: max(2, preferredThreads ?? OSThread.processorCount), name: "processes")

    /// For supervisors.
    static let supervision = Scheduler(threads: 1, name: "supervision")

    private static let preferred = Atomic<Int>(0)

    private static var preferredThreads: Int? {
        let count = preferred.load(ordering: .relaxed)
        return count > 0 ? count : nil
    }

    private let condition = ConditionLock()
    private let threads: Int
    private let name: String
    private var queue = RingBuffer<Work>()
    /// Threads that wait and have not been woken.
    private var idle = 0
    /// Threads that have been woken and have not noticed.
    private var wakeups = 0
    private var started = 0
    private var isShutDown = false

    init(threads: Int, name: String) {
        self.threads = threads
        self.name = name
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

    /// Lets the threads end when the queue is empty; what comes later runs on the shared threads.
    func shutDown() {
        condition.withLock {
            isShutDown = true
            condition.broadcast()
        }
    }

    private func put(_ work: Work) {
        condition.lock()
        if isShutDown, started == 0 {
            condition.unlock()
            return Self.shared.put(work)
        }
        queue.append(work)
        let startsThread = idle == 0 && started < threads
        if startsThread {
            started += 1
        } else if idle > 0 {
            idle -= 1
            wakeups += 1
            condition.signal()
        }
        condition.unlock()
        if startsThread { OSThread.start(named: name) { self.run() } }
    }

    private func run() {
        let executor = asUnownedTaskExecutor()
        while let work = next() {
            switch work {
            case .job(let job): job.runSynchronously(on: executor)
            case .process(let process): process.drain()
            }
        }
    }

    private func next() -> Work? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let work = queue.popFirst() { return work }
            if isShutDown {
                started -= 1
                return nil
            }
            idle += 1
            while wakeups == 0, !isShutDown { condition.wait() }
            if wakeups > 0 { wakeups -= 1 } else { idle -= 1 }
        }
    }
}
