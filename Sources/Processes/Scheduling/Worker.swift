import CProcesses
import Synchronization

/// One thread of a scheduler, with the work that came up while it ran something.
///
/// A pointer, and no object, because every message looks at it, and to count who does would take longer than what they
/// do; whoever makes one frees it when its thread has ended. Unchecked, because what is neither constant nor atomic is
/// touched by the thread itself only.
struct Worker: Equatable, @unchecked Sendable {
    private struct State: ~Copyable {
        let position: Int
        let owner: ObjectIdentifier
        let helps: Bool
        let queue = LocalQueue()
        let turns = Atomic<Int>(0)
        var seen: [Int] = []
        var depth = 0
        var carriers: [Carrier] = []
        unowned(unsafe) var running: Scheduler?
        var waker: Unmanaged<TaskWaker>?
        var capturing: ObjectIdentifier?
        var captured: UnownedJob?
    }

    /// How many tasks wait with a thread at most.
    private static let carrierLimit = 64

    private let state: UnsafeMutablePointer<State>

    init(owner: Scheduler, position: Int, helps: Bool) {
        state = .allocate(capacity: 1)
        state.initialize(to: State(position: position, owner: ObjectIdentifier(owner), helps: helps))
    }

    /// Gives the memory back; the thread has ended.
    func free() {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    var position: Int { state.pointee.position }

    /// Whose thread this is.
    var owner: ObjectIdentifier { state.pointee.owner }

    /// Whether supervisors may run here instead of waiting for their own thread to wake up.
    var helps: Bool { state.pointee.helps }

    /// How far the others were when this thread, being busy, looked at them last.
    var seen: [Int] {
        get { state.pointee.seen }
        nonmutating set { state.pointee.seen = newValue }
    }

    // MARK: - Work

    /// Puts work into the queue of this thread and tells how much waits now; `nil` when there is no room.
    func push(_ work: Work) -> Int? {
        state.pointee.queue.push(work)
    }

    func pop() -> Work? {
        state.pointee.queue.pop()
    }

    /// How much waits in the queue of this thread.
    var count: Int { state.pointee.queue.count }

    /// Counts a piece of work, and tells how many there have been; that stands still while code does not come back.
    func takeTurn() -> Int {
        let turn = state.pointee.turns.load(ordering: .relaxed) &+ 1
        state.pointee.turns.store(turn, ordering: .relaxed)
        return turn
    }

    var turn: Int {
        state.pointee.turns.load(ordering: .relaxed)
    }

    // MARK: - Jobs

    /// How many tasks that began right where they were made stand on the stack of the thread.
    var depth: Int { state.pointee.depth }

    /// Whose job the thread runs at the moment, if it runs one; the job keeps its scheduler alive.
    var running: Scheduler? { state.pointee.running }

    /// Runs a job as far as it goes without waiting.
    func run(_ job: UnownedJob, for scheduler: Scheduler) {
        let before = state.pointee.running
        state.pointee.running = scheduler
        job.runSynchronously(on: scheduler.asUnownedTaskExecutor())
        state.pointee.running = before
    }

    /// Runs a job in the midst of another.
    func runNested(_ job: UnownedJob, for scheduler: Scheduler) {
        state.pointee.depth += 1
        run(job, for: scheduler)
        state.pointee.depth -= 1
    }

    /// The job that `begin` puts on a scheduler, kept out of its queue.
    func capture(for scheduler: Scheduler, _ begin: () -> Void) -> UnownedJob? {
        state.pointee.capturing = ObjectIdentifier(scheduler)
        begin()
        state.pointee.capturing = nil
        return state.pointee.captured.take()
    }

    /// Keeps a job out of the queue if that is asked for.
    func captures(_ job: UnownedJob, for scheduler: Scheduler) -> Bool {
        guard state.pointee.capturing == ObjectIdentifier(scheduler) else { return false }
        state.pointee.capturing = nil
        state.pointee.captured = job
        return true
    }

    // MARK: - Tasks that wait

    /// Says what the task that runs here is about to wait for.
    func expect(_ waker: TaskWaker) {
        state.pointee.waker = Unmanaged.passRetained(waker)
    }

    /// What the task that has just come to rest waits for.
    func takeWaker() -> TaskWaker? {
        state.pointee.waker.take()?.takeRetainedValue()
    }

    /// Keeps a task that waits here for the next process to run.
    func keep(_ carrier: Carrier) {
        state.pointee.carriers.append(carrier)
    }

    /// Whether there is room for one more.
    var hasRoomForCarrier: Bool { state.pointee.carriers.count < Self.carrierLimit }

    func takeCarrier() -> Carrier? {
        state.pointee.carriers.popLast()
    }

    // MARK: - The worker of this thread

    private init(state: UnsafeMutablePointer<State>) {
        self.state = state
    }

    /// The worker whose thread runs this code.
    static var current: Worker? {
        swr_worker().map { Worker(state: $0.assumingMemoryBound(to: State.self)) }
    }

    /// Makes this worker the current one of its thread, while `body` runs.
    func run(_ body: () -> Void) {
        swr_set_worker(state)
        body()
        swr_set_worker(nil)
    }
}
