import Glibc
import Synchronization

/// One thread of a scheduler, with the work that came up while it ran something.
///
/// Unchecked, because what is neither constant nor atomic is touched by the thread itself only.
final class Worker: @unchecked Sendable {
    let position: Int
    /// Whose thread this is.
    let owner: ObjectIdentifier
    /// Whether supervisors may run here instead of waiting for their own thread to wake up.
    let helps: Bool
    let queue = LocalQueue()
    /// How much it has taken up so far; stands still while its code does not come back.
    private let turns = Atomic<Int>(0)
    /// How far the others were when this thread, being busy, looked at them last.
    var seen: [Int] = []
    /// How many tasks that began right where they were made stand on the stack of the thread.
    var depth = 0
    /// Tasks that wait here for the next process to run.
    var carriers: [Carrier] = []
    /// The scheduler whose next job is not queued, and that job.
    private var capturing: ObjectIdentifier?
    private var captured: UnownedJob?

    init(owner: Scheduler, position: Int, helps: Bool) {
        self.owner = ObjectIdentifier(owner)
        self.position = position
        self.helps = helps
    }

    /// Counts a piece of work, and tells how many there have been.
    func takeTurn() -> Int {
        let turn = turns.load(ordering: .relaxed) &+ 1
        turns.store(turn, ordering: .relaxed)
        return turn
    }

    var turn: Int {
        turns.load(ordering: .relaxed)
    }

    /// The job that `begin` puts on a scheduler, kept out of its queue.
    func capture(for scheduler: Scheduler, _ begin: () -> Void) -> UnownedJob? {
        capturing = ObjectIdentifier(scheduler)
        begin()
        capturing = nil
        return captured.take()
    }

    /// Keeps a job out of the queue if that is asked for.
    func captures(_ job: UnownedJob, for scheduler: Scheduler) -> Bool {
        guard capturing == ObjectIdentifier(scheduler) else { return false }
        capturing = nil
        captured = job
        return true
    }

    // MARK: - The worker of this thread

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// The worker whose thread runs this code.
    static var current: Worker? {
        guard let pointer = pthread_getspecific(key) else { return nil }
        return Unmanaged<Worker>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Makes this worker the current one of its thread, while `body` runs.
    func run(_ body: () -> Void) {
        pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque())
        withExtendedLifetime(self, body)
        pthread_setspecific(Self.key, nil)
    }
}
