/// A task that waits until somebody resumes it, exactly once.
@usableFromInline package enum RestingTask {
    /// A task on a thread of ours; it holds the scheduler, unless that is there as long as the program runs.
    case job(UnownedJob, on: Unmanaged<Scheduler>)
    case continuation(UnsafeContinuation<Void, Never>)

    @usableFromInline package func resume() {
        switch self {
        case .job(let job, let scheduler): scheduler._withUnsafeGuaranteedRef { $0.goOn(with: job) }
        case .continuation(let continuation): continuation.resume()
        }
    }
}

/// What a task waits for.
///
/// Unchecked, because it has no variables, and each subclass says how its own are guarded.
@usableFromInline package class TaskWaker: @unchecked Sendable {
    /// Takes a task that waits from now on; called on the thread on which it ran, and may resume it at once.
    @usableFromInline package func taskRests(_ task: RestingTask) {
        task.resume()
    }

    @usableFromInline init() {}

    /// Suspends the running task until the `RestingTask` is resumed that this object gets.
    @inline(__always) package final nonisolated(nonsending) func rest() async {
        guard let worker = Worker.current, worker.running != nil else {
            return await withUnsafeContinuation { taskRests(.continuation($0)) }
        }
        worker.expect(self)
        await RestingPlace.shared.enter()
    }
}

/// Where the tasks of our schedulers wait.
///
/// A task that waits with a continuation is suspended, resumed and put on its executor by the runtime, which looks up
/// three times which executor that is. Here a task only asks to be moved to an executor, and that one has the job from
/// then on and runs nothing: it gives it to whoever is to wake the task.
actor RestingPlace: SerialExecutor {
    static let shared = RestingPlace()

    nonisolated var unownedExecutor: UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Does nothing, which the optimizer must not find out: otherwise no task would come here.
    @_optimize(none) func enter() {}

    nonisolated func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let worker = Worker.current
        guard let scheduler = worker?.running, let waker = worker?.takeWaker() else {
            // It has not come here by `rest`, so nobody would wake it.
            return Scheduler.shared.put(Work(job), from: worker)
        }
        let isPermanent = scheduler._withUnsafeGuaranteedRef { $0.isPermanent }
        waker.taskRests(.job(job, on: isPermanent ? scheduler : scheduler.retain()))
    }
}
