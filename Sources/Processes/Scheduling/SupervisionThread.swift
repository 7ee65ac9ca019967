/// The thread of supervisors.
///
/// No user code may keep a supervisor from working, so supervisors have a thread of their own. But to wake a thread
/// takes longer than to start a child again, and most ends are noticed on a thread of the shared pool that is about to
/// look for work anyway. So work that comes up there may be taken up there, and this thread only makes sure that it
/// does not have to wait: what stands in the queue for `patience` is run here.
///
/// Unchecked, because all variables are guarded by `condition`.
final class SupervisionThread: Scheduler, @unchecked Sendable {
    /// How long work may wait for a thread of the pool.
    private static let patience = Duration.milliseconds(1)
    /// How long, and how often, this thread looks again before it waits to be woken.
    private static let watch = (duration: Duration.milliseconds(5), count: 20)

    private let condition = ConditionLock()
    private var queue = RingBuffer<Work>()
    /// How much has left the queue.
    private var taken = 0
    /// How much is to have left the queue before this thread rests; the rest may wait for the pool.
    private var due = 0
    private var isStarted = false
    /// Whether the thread waits to be woken.
    private var isAsleep = false
    private var quietWatches = 0

    init() {
        super.init(keepsTasks: false, isPermanent: true)
    }

    override func put(_ work: Work, from worker: Worker?) {
        let helper = worker?.helps == true ? worker : nil
        condition.lock()
        queue.append(work)
        quietWatches = 0
        if helper == nil { due = taken + queue.count }
        let startsThread = !isStarted
        isStarted = true
        if isAsleep || helper == nil { condition.signal() }
        condition.unlock()
        if startsThread {
            guard OSThread.start(named: "supervision", { self.run() }) else { return goOnWithout() }
        }
        if helper != nil { Scheduler.shared.put(.help, from: worker) }
    }

    /// The system refuses another thread: the pool does the work, until a thread is to be had.
    private func goOnWithout() {
        condition.withLock { isStarted = false }
        Scheduler.shared.put(.help, from: Worker.current)
    }

    /// Does the first thing that waits, on a thread of the pool.
    func help(on worker: Worker) {
        condition.lock()
        let work = takeLocked()
        condition.unlock()
        work?.run(for: self, on: worker)
    }

    private func takeLocked() -> Work? {
        guard let work = queue.popFirst() else { return nil }
        taken += 1
        return work
    }

    private func run() {
        let worker = Worker(owner: self, position: 0, helps: false)
        worker.run {
            condition.lock()
            while true {
                if taken < due, let work = takeLocked() {
                    condition.unlock()
                    work.run(for: self, on: worker)
                    condition.lock()
                } else {
                    waitLocked()
                }
            }
        }
    }

    private func waitLocked() {
        let end = taken + queue.count
        if !queue.isEmpty {
            condition.wait(until: SystemTimeSource.present.advanced(by: Self.patience))
            due = max(due, end)
        } else if quietWatches < Self.watch.count {
            quietWatches += 1
            condition.wait(until: SystemTimeSource.present.advanced(by: Self.watch.duration))
        } else {
            isAsleep = true
            condition.wait()
            isAsleep = false
        }
    }
}
