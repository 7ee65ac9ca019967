import Synchronization

/// A fixed number of threads.
///
/// What comes from outside stands in one queue. What comes up while a thread runs something stands in the queue of
/// that thread, and is run by it next, without waking anybody: most of the time the sender waits soon after. Other
/// threads take from there when more waits. For the one behind code that does not come back, one idle thread keeps
/// watch. Unchecked, because all variables are guarded by `condition`.
final class ThreadPool: Scheduler, @unchecked Sendable {
    /// How long work may stand behind code that does not come back while another thread is idle.
    private static let patience = Duration.milliseconds(1)
    /// After how much work of its own a thread looks at the common queue.
    private static let fairShare = 61
    /// How much may wait for one thread before another is woken; waking one takes longer than to do a little.
    private static let crowd = 2

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

    init(threads: Int, name: String, isShared: Bool = false) {
        self.threads = threads
        self.name = name
        spare = Atomic(threads)
        super.init(keepsTasks: isShared, isPermanent: isShared)
        workers = (0..<threads).map { Worker(owner: self, position: $0, helps: isShared) }
    }

    deinit {
        for worker in workers { worker.free() }
    }

    /// Lets the threads end when the queue is empty; what comes later runs on the shared threads.
    override func shutDown() {
        condition.withLock {
            isShutDown = true
            condition.broadcast()
        }
    }

    // MARK: - Work in

    override func put(_ work: Work, from worker: Worker?) {
        guard let worker, worker.owner == ObjectIdentifier(self), let waiting = worker.push(work) else {
            return putFromOutside(work)
        }
        guard threads > 1, spare.load(ordering: .relaxed) > 0 else { return }
        if waiting > Self.crowd || !isWatched.load(ordering: .relaxed) { callForHelp() }
    }

    private func putFromOutside(_ work: Work) {
        condition.lock()
        if isShutDown, started == 0 {
            condition.unlock()
            return Self.shared.put(work, from: Worker.current)
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
        guard let newcomer else { return }
        if !OSThread.start(named: name, { self.run(newcomer) }) { goOnWithout() }
    }

    /// The system refuses another thread: those that are there do its work, or else the shared ones do.
    private func goOnWithout() {
        condition.lock()
        started -= 1
        noteSpareLocked()
        var orphans = RingBuffer<Work>()
        if started == 0 { swap(&orphans, &queue) }
        length.store(queue.count, ordering: .relaxed)
        condition.unlock()
        guard !orphans.isEmpty else { return }
        precondition(self !== Self.shared, "the system refuses the first thread; raise its limit of threads")
        while let work = orphans.popFirst() { Self.shared.put(work, from: Worker.current) }
    }

    private func noteSpareLocked() {
        spare.store(idle + threads - started, ordering: .relaxed)
    }

    // MARK: - Work out

    private func run(_ worker: Worker) {
        worker.run {
            while let work = next(worker) { work.run(for: self, on: worker) }
        }
    }

    private func next(_ worker: Worker) -> Work? {
        let turn = worker.takeTurn()
        if turn % Self.fairShare == 0, let work = takeFromStandstill(worker) ?? takeCommon() { return work }
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

    /// Takes work from behind code that has not come back since this thread looked last.
    ///
    /// An idle thread watches for that all the time; when all others are busy, they must not forget it.
    private func takeFromStandstill(_ worker: Worker) -> Work? {
        let before = worker.seen
        worker.seen = workers.map(\.turn)
        guard threads > 1, !before.isEmpty else { return nil }
        for other in workers where other != worker && other.turn == before[other.position] {
            if let work = other.pop() { return work }
        }
        return nil
    }

    /// Takes work from a thread where much waits, or one that has stood still since it was seen.
    private func takeFromOthers(_ worker: Worker, _ seen: [Int]) -> Work? {
        guard threads > 1 else { return nil }
        for distance in 1..<threads {
            let position = (worker.position + distance) % threads
            let other = workers[position]
            let waiting = other.count
            guard waiting > 1 || (waiting == 1 && !seen.isEmpty && seen[position] == other.turn) else { continue }
            guard let work = other.pop() else { continue }
            var more = (waiting + 1) / 2 - 1
            while more > 0, takeOver(from: other, to: worker) { more -= 1 }
            if worker.count > 0, spare.load(ordering: .relaxed) > 0 { callForHelp() }
            return work
        }
        return nil
    }

    private func takeOver(from other: Worker, to worker: Worker) -> Bool {
        guard let work = other.pop() else { return false }
        if worker.push(work) == nil { putFromOutside(work) }
        return true
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
