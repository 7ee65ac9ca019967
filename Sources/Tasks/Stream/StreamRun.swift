import Processes

/// One run of `concurrentResults`: the tasks that were started, and what they came to.
///
/// A task counts as taken until its result is handed over, so that no more inputs are taken than tasks may run.
/// Unchecked, because all variables are guarded by `lock`. That lock comes before the lock of a process.
@usableFromInline final class StreamRun: @unchecked Sendable {
    /// How far the stream has come.
    enum Progress {
        case worker(StreamWorker)
        case failed(TaskError)
        case over
        case waiting
    }

    let plan: StreamPlan
    let caller: TaskCallers
    let system: ProcessSystem

    private let lock = Lock()
    /// The workers of a stream without order, in whose queue are only those that have ended.
    @exclusivity(unchecked) private var slots: [StreamWorker?] = []
    @exclusivity(unchecked) private var freeSlots: [Int] = []
    /// The workers in the order in which results are to come: of the input, or of the ends.
    @exclusivity(unchecked) private var queue = RingBuffer<StreamWorker>()
    @exclusivity(unchecked) private var taken = 0
    @exclusivity(unchecked) private var isInputOver = false
    @exclusivity(unchecked) private var isStopped = false
    @exclusivity(unchecked) private var failure: TaskError?
    @exclusivity(unchecked) private var consumerWaiter: Waiter?
    @exclusivity(unchecked) private var roomWaiter: Waiter?
    @exclusivity(unchecked) private var timer: TimerEntry?
    @exclusivity(unchecked) private var feeder: ProcessID?
    @exclusivity(unchecked) private var watch: UInt64?

    init(_ plan: StreamPlan) {
        self.plan = plan
        caller = TaskCallers(of: ProcessContext.current?.id)
        system = .current
    }

    // MARK: - For the consumer

    /// What there is for the consumer; else `waiter` hears when to ask again.
    func progress(_ waiter: Waiter? = nil) -> Progress {
        lock.withLock {
            if let failure { return .failed(failure) }
            if isStopped { return .over }
            if let worker = queue[0], worker.ending != nil {
                _ = queue.popFirst()
                if !plan.ordered { leaveSlotLocked(worker) }
                taken -= 1
                return .worker(worker)
            }
            if taken == 0, isInputOver { return .over }
            consumerWaiter = waiter
            return .waiting
        }
    }

    /// Lets whoever feeds the stream know that there is room again.
    func wakeFeeder() {
        let waiter = lock.withLock { taken < plan.maxConcurrency ? roomWaiter.take() : nil }
        waiter?.oneIsDone()
    }

    /// Ends the tasks with the consumer.
    func watchConsumer() {
        guard let consumer = caller.nearest else { return }
        let watch = consumer.watchEnd { [self] _ in stop() }
        lock.withLock { self.watch = watch }
    }

    /// Ends all tasks; nothing comes any more.
    func stop() {
        lock.lock()
        isStopped = true
        var ending = runningLocked.compactMap(\.process)
        if let feeder = feeder.take() { ending.append(feeder) }
        slots = []
        queue = RingBuffer()
        let timer = timer.take()
        let watch = watch.take()
        let waiters = [consumerWaiter.take(), roomWaiter.take()]
        lock.unlock()
        timer?.cancel()
        if let watch { caller.nearest?.unwatchEnd(watch) }
        for process in ending { process.endAlong() }
        for waiter in waiters { waiter?.oneIsDone() }
    }

    // MARK: - Workers

    /// Those that have not ended; the lock is held.
    private var runningLocked: [StreamWorker] {
        (plan.ordered ? queue.elements : slots.compactMap(\.self)).filter { $0.ending == nil }
    }

    private func takeSlotLocked(_ worker: StreamWorker) {
        if let slot = freeSlots.popLast() {
            worker.slot = slot
            slots[slot] = worker
        } else {
            worker.slot = slots.count
            slots.append(worker)
        }
    }

    private func leaveSlotLocked(_ worker: StreamWorker) {
        slots[worker.slot] = nil
        freeSlots.append(worker.slot)
    }

    // MARK: - Input

    /// How many inputs may be taken; only they change it who take them, but for an end.
    var room: Int {
        lock.withLock { isInputOver || isStopped || failure != nil ? 0 : max(0, plan.maxConcurrency - taken) }
    }

    /// Returns when there is room for one more input; false when none is wanted any more.
    @usableFromInline nonisolated(nonsending) func waitForRoom() async -> Bool {
        while true {
            let waiter = Waiter()
            let answer: Bool? = lock.withLock {
                if isStopped || failure != nil { return false }
                if taken < plan.maxConcurrency { return true }
                roomWaiter = waiter
                return nil
            }
            if let answer { return answer }
            guard await waiter.wait(within: nil, on: system.timers, as: ProcessContext.current?.id) == .done else {
                return false
            }
        }
    }

    func inputIsOver() {
        lock.lock()
        isInputOver = true
        let waiter = taken == 0 ? consumerWaiter.take() : nil
        lock.unlock()
        waiter?.oneIsDone()
    }

    func fail(_ error: TaskError) {
        lock.lock()
        if failure == nil, !isStopped { failure = error }
        let waiter = consumerWaiter.take()
        lock.unlock()
        waiter?.oneIsDone()
    }

    func started(feeder process: ProcessID) {
        let isLate = lock.withLock {
            if !isStopped { feeder = process }
            return isStopped
        }
        if isLate { process.endAlong() }
    }

    /// Makes a place for a worker, which starts now, as a process if that is known; false when none is wanted any more.
    func take(_ worker: StreamWorker, as process: ProcessID? = nil) -> Bool {
        let deadline = plan.timeout.map { system.now.advanced(by: $0) }
        let (isTaken, needsTimer) = lock.withLock {
            guard !isStopped else { return (false, false) }
            worker.deadline = deadline
            worker.process = process
            if plan.ordered { queue.append(worker) } else { takeSlotLocked(worker) }
            taken += 1
            return (true, timer == nil)
        }
        if needsTimer, let deadline { setTimer(deadline) }
        return isTaken
    }

    func started(_ worker: StreamWorker, as process: ProcessID) {
        lock.lock()
        if worker.ending == nil { worker.process = process }
        let isLate = isStopped
        // Its time may have been over before it came to start.
        let isTimedOut = worker.isTimedOut
        lock.unlock()
        if isLate { process.endAlong() }
        if isTimedOut { process.kill() }
    }

    // MARK: - Results

    func ended(_ worker: StreamWorker, _ reason: ExitReason) {
        let (isTimedOut, isStopped) = lock.withLock { (worker.isTimedOut, self.isStopped) }
        if isTimedOut, let limit = plan.timeout {
            let timeout = TaskError.timedOut(after: limit, .concurrentResults)
            return ended(worker, TaskEnding.failure(.failed(timeout)))
        }
        if plan.isLinked, !reason.isNormal, !isStopped, caller.nearest?.trapsExits != true {
            fail(.exited(reason, .concurrentResults))
            caller.nearest?.endAlong(with: reason)
        }
        ended(worker, TaskEnding.failure(reason))
    }

    func ended(_ worker: StreamWorker, _ ending: TaskEnding) {
        lock.lock()
        worker.ending = ending
        worker.process = nil
        guard !isStopped else { return lock.unlock() }
        if !plan.ordered { queue.append(worker) }
        let waiter = queue[0]?.ending == nil ? nil : consumerWaiter.take()
        lock.unlock()
        waiter?.oneIsDone()
    }

    // MARK: - Time

    private func setTimer(_ deadline: MonotonicTime) {
        let timer = system.timers.schedule(at: deadline) { [self] in timeIsOver() }
        let isUnneeded = lock.withLock {
            guard self.timer == nil, !isStopped else { return true }
            self.timer = timer
            return false
        }
        if isUnneeded { timer.cancel() }
    }

    /// Ends what takes too long, and looks when to come again.
    private func timeIsOver() {
        let now = system.now
        lock.lock()
        timer = nil
        let running = runningLocked
        let late = running.filter { worker in worker.deadline.map { $0 <= now } ?? false }
        let next = running.compactMap(\.deadline).filter { $0 > now }.min()
        if plan.onTimeout == .killTask { for worker in late { worker.isTimedOut = true } }
        let processes = late.compactMap(\.process)
        lock.unlock()
        if let next { setTimer(next) }
        guard !late.isEmpty, let limit = plan.timeout else { return }
        switch plan.onTimeout {
        case .exit: fail(.timedOut(after: limit, .concurrentResults))
        case .killTask: for process in processes { process.kill() }
        }
    }
}
