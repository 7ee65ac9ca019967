import CProcesses
import Synchronization

/// One thread of a scheduler, with the work that came up while it ran something.
///
/// A pointer, and no object, because every message looks at it, and to count who does would take longer than what they
/// do; whoever makes one frees it when its thread has ended. Unchecked, because what is shared is constant or atomic, and
/// what is its own is touched by the thread alone.
struct Worker: Equatable, @unchecked Sendable {
    /// What others look at, too.
    private struct Shared: ~Copyable {
        let position: Int
        let owner: ObjectIdentifier
        let helps: Bool
        let queue = LocalQueue()
        let turns = Atomic<Int>(0)
        /// Stands elsewhere, so that nobody else is about to read what the thread changes.
        let own: UnsafeMutablePointer<Own>
    }

    private struct Own: ~Copyable {
        var seen: [Int] = []
        var depth = 0
        var carriers: [Carrier] = []
        var running: Unmanaged<Scheduler>?
        var waker: Unmanaged<TaskWaker>?
        var capturing: ObjectIdentifier?
        var captured: UnownedJob?
    }

    /// How many tasks wait with a thread at most.
    private static let carrierLimit = 64

    private let shared: UnsafeMutablePointer<Shared>

    private var own: UnsafeMutablePointer<Own> { shared.pointee.own }

    init(owner: Scheduler, position: Int, helps: Bool) {
        let own = UnsafeMutablePointer<Own>.allocate(capacity: 1)
        own.initialize(to: Own())
        shared = .allocate(capacity: 1)
        shared.initialize(
            to: Shared(position: position, owner: ObjectIdentifier(owner), helps: helps, own: own)
        )
    }

    /// Gives the memory back; the thread has ended.
    func free() {
        own.deinitialize(count: 1)
        own.deallocate()
        shared.deinitialize(count: 1)
        shared.deallocate()
    }

    var position: Int { shared.pointee.position }

    /// Whose thread this is.
    var owner: ObjectIdentifier { shared.pointee.owner }

    /// Whether supervisors may run here instead of waiting for their own thread to wake up.
    var helps: Bool { shared.pointee.helps }

    /// How far the others were when this thread, being busy, looked at them last.
    var seen: [Int] {
        get { own.pointee.seen }
        nonmutating set { own.pointee.seen = newValue }
    }

    // MARK: - Work

    /// Puts work into the queue of this thread and tells how much waits now; `nil` when there is no room.
    func push(_ work: Work) -> Int? {
        shared.pointee.queue.push(work)
    }

    func pop() -> Work? {
        shared.pointee.queue.pop()
    }

    /// How much waits in the queue of this thread.
    var count: Int { shared.pointee.queue.count }

    /// Counts a piece of work, and tells how many there have been; that stands still while code does not come back.
    func takeTurn() -> Int {
        let turn = shared.pointee.turns.load(ordering: .relaxed) &+ 1
        shared.pointee.turns.store(turn, ordering: .relaxed)
        return turn
    }

    var turn: Int {
        shared.pointee.turns.load(ordering: .relaxed)
    }

    // MARK: - Jobs

    /// How many tasks that began right where they were made stand on the stack of the thread.
    var depth: Int { own.pointee.depth }

    /// Whose job the thread runs at the moment, if it runs one; the caller of `run` holds it.
    var running: Unmanaged<Scheduler>? { own.pointee.running }

    /// Runs a job as far as it goes without waiting.
    func run(_ job: UnownedJob, for scheduler: Scheduler) {
        let before = own.pointee.running
        own.pointee.running = Unmanaged.passUnretained(scheduler)
        job.runSynchronously(on: scheduler.asUnownedTaskExecutor())
        own.pointee.running = before
    }

    /// Runs a job in the midst of another.
    func runNested(_ job: UnownedJob, for scheduler: Scheduler) {
        own.pointee.depth += 1
        run(job, for: scheduler)
        own.pointee.depth -= 1
    }

    /// The job that `begin` puts on a scheduler, kept out of its queue.
    func capture(for scheduler: Scheduler, _ begin: () -> Void) -> UnownedJob? {
        own.pointee.capturing = ObjectIdentifier(scheduler)
        begin()
        own.pointee.capturing = nil
        return own.pointee.captured.take()
    }

    /// Keeps a job out of the queue if that is asked for.
    func captures(_ job: UnownedJob, for scheduler: Scheduler) -> Bool {
        guard own.pointee.capturing == ObjectIdentifier(scheduler) else { return false }
        own.pointee.capturing = nil
        own.pointee.captured = job
        return true
    }

    // MARK: - Tasks that wait

    /// Says what the task that runs here is about to wait for.
    func expect(_ waker: TaskWaker) {
        own.pointee.waker.take()?.release()
        own.pointee.waker = Unmanaged.passRetained(waker)
    }

    /// What the task that has just come to rest waits for.
    func takeWaker() -> TaskWaker? {
        own.pointee.waker.take()?.takeRetainedValue()
    }

    /// Keeps a task that waits here for the next process to run.
    func keep(_ carrier: Carrier) {
        own.pointee.carriers.append(carrier)
    }

    /// Whether there is room for one more.
    var hasRoomForCarrier: Bool { own.pointee.carriers.count < Self.carrierLimit }

    func takeCarrier() -> Carrier? {
        own.pointee.carriers.popLast()
    }

    // MARK: - The worker of this thread

    private init(shared: UnsafeMutablePointer<Shared>) {
        self.shared = shared
    }

    /// The worker whose thread runs this code.
    static var current: Worker? {
        swr_worker().map { Worker(shared: $0.assumingMemoryBound(to: Shared.self)) }
    }

    /// Makes this worker the current one of its thread, while `body` runs.
    func run(_ body: () -> Void) {
        swr_set_worker(shared)
        body()
        swr_set_worker(nil)
    }
}
