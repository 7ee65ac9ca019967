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
    @exclusivity(unchecked) private var process: ProcessCore?
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
        carrier.process = process
        worker.runNested(job, for: scheduler)
    }

    private func begin(_ process: ProcessCore, on worker: Worker) {
        let job = worker.capture(for: scheduler) {
            // Detached, so that nothing task-local of whoever started it leaks in.
            let task = Task.detached(executorPreference: scheduler, priority: process.priority) { [self] in
                await run()
            }
            self.task = task
            if process.goesOn(in: task) { self.process = process }
        }
        if let job { worker.runNested(job, for: scheduler) }
    }

    private nonisolated(nonsending) func run() async {
        let seat = Seat()
        await Ambient.with(seat) {
            let users = seat.users
            while let process = process.take() {
                seat.give(to: process)
                guard await process.runInTask(), seat.users == users, mayWait else { return }
                seat.give(to: nil)
                await rest()
            }
        }
    }

    /// Whether the task may wait with the thread that runs this for the next process.
    private var mayWait: Bool {
        guard isKept, !Task.isCancelled, let worker = Worker.current else { return false }
        return worker.owner == ObjectIdentifier(scheduler) && worker.hasRoomForCarrier
    }

    /// The task waits for the next process, with the thread that runs this.
    override func taskRests(_ task: RestingTask) {
        guard case .job(let job, _) = task, let worker = Worker.current else { return task.resume() }
        self.job = job
        worker.keep(self)
    }
}
