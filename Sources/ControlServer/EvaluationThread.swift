import Glibc
import Posix
import Synchronization

/// Runs the jobs of one evaluation on a thread of its own, so that neither what it computes nor a slow reader of its
/// output holds a thread of the task pool.
///
/// The thread lives while there is an evaluation or a job; a straggler that comes later gets a new one.
final class EvaluationThread: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
        var isNeeded = true
    }

    private let state = Mutex(State())
    private let wakeUp: EventCounter
    private let running = Atomic<UInt>(0)

    init() throws(PosixError) {
        wakeUp = try EventCounter()
    }

    deinit {
        wakeUp.close()
    }

    /// Whether the calling thread is this one.
    var isCurrent: Bool {
        running.load(ordering: .relaxed) == UInt(pthread_self())
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustStart = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard mustStart else { return wakeUp.signal() }
        do {
            try DedicatedThread.start("node-evaluation") { self.run() }
        } catch {
            // No thread to be had: the job must still run somewhere, and the caller's thread is here.
            run()
        }
    }

    /// Lets the thread end once no job is left.
    func finish() {
        state.withLock { $0.isNeeded = false }
        wakeUp.signal()
    }

    private func run() {
        running.store(UInt(pthread_self()), ordering: .relaxed)
        while true {
            let (jobs, mayEnd) = state.withLock { state in
                defer { state.jobs = [] }
                let mayEnd = state.jobs.isEmpty && !state.isNeeded
                if mayEnd { state.isRunning = false }
                return (state.jobs, mayEnd)
            }
            if mayEnd { return }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if jobs.isEmpty { waitForWork() }
        }
    }

    private func waitForWork() {
        var waiting = pollfd(fd: wakeUp.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, -1)
        wakeUp.clear()
    }
}
