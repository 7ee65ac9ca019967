/// A task that runs the code of one process after another.
///
/// To make a task and to end it takes longer than what most processes do. So a task of the shared threads whose process
/// has come to its end, or to a rest, waits for the next one, with the thread on which it did. It keeps nothing of a
/// process, and a task that may have been cancelled ends.
///
/// Unchecked, because what varies is touched by the thread that hands over a process, while the task waits, and then by
/// the task; that it is resumed orders both.
final class Carrier: TaskWaker, @unchecked Sendable {
    private let scheduler: Scheduler
    private let isKept: Bool
    private let seat = Seat()
    /// What it is to run: the type alone, so that nothing of the process is held where the task waits.
    @exclusivity(unchecked) private var kind: ProcessCore.Type?
    /// How many hold on to the seat when no code of a process does.
    @exclusivity(unchecked) private var seatUsers: UInt = 0
    /// Whether nobody can have cancelled the task for the process that has concluded.
    @exclusivity(unchecked) private var isFree = false
    @exclusivity(unchecked) private var job: UnownedJob?
    @exclusivity(unchecked) private var task: Task<Void, Never>?

    private init(_ scheduler: Scheduler, isKept: Bool) {
        self.scheduler = scheduler
        self.isKept = isKept
    }

    /// Runs what a process has to do in a task, on this thread, as far as it goes without waiting.
    static func run(_ process: ProcessCore, on worker: Worker) {
        let scheduler = process.scheduler
        let isKept = scheduler.keepsTasks && process.priorityNumber == nil
        guard isKept, worker.owner == ObjectIdentifier(scheduler), let carrier = worker.takeCarrier() else {
            return Carrier(scheduler, isKept: isKept).begin(process, on: worker)
        }
        guard let task = carrier.task, let job = carrier.job, process.goesOn(in: task) else {
            return worker.keep(carrier)
        }
        carrier.take(process)
        worker.runNested(job, for: scheduler)
    }

    private func begin(_ process: ProcessCore, on worker: Worker) {
        let job = worker.capture(for: scheduler) {
            // Detached, so that nothing task-local of whoever started it leaks in.
            let task = Task.detached(executorPreference: scheduler, priority: process.priority) { [self] in
                await run()
            }
            self.task = task
            if process.goesOn(in: task) { take(process) }
        }
        if let job { worker.runNested(job, for: scheduler) }
    }

    private func take(_ process: ProcessCore) {
        seat.give(to: process)
        kind = type(of: process)
    }

    private nonisolated(nonsending) func run() async {
        let place = RestingPlace.shared
        await Ambient.with(seat) {
            seatUsers = seat.users
            while let kind = kind.take() {
                await kind.runInTask(of: self)
                // No call stands between these two, so that the task need not ask again which threads are its own.
                await place.enter()
            }
        }
    }

    // MARK: - For the process

    /// The process that the task runs, as the kind that it is.
    @inline(__always) func process<Kind: ProcessCore>(as kind: Kind.Type) -> Kind? {
        guard let process = seat.process else { return nil }
        return unsafeDowncast(process, to: kind)
    }

    /// Says that the process has come to its end or to a rest; `isFree` says that nobody can have cancelled the task.
    func conclude(isFree: Bool) {
        self.isFree = isFree
        Worker.current?.expect(self)
    }

    /// The task waits for the next process, with the thread that runs this; or it ends, when it is not kept.
    ///
    /// Only here has everything ended that the code of the process held, and has started what it starts in its end.
    override func taskRests(_ task: RestingTask) {
        guard case .job(let job, _) = task, let worker = Worker.current, mayWait(with: worker) else {
            self.task = nil
            return task.resume()
        }
        seat.give(to: nil)
        self.job = job
        worker.keep(self)
    }

    /// Whether the task may wait with a thread for the next process.
    private func mayWait(with worker: Worker) -> Bool {
        guard isFree, isKept, worker.owner == ObjectIdentifier(scheduler), worker.hasRoomForCarrier, let task else {
            return false
        }
        return seat.users == seatUsers && !task.isCancelled
    }
}
