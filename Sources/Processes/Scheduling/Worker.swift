import Glibc
import Synchronization

/// One thread of a scheduler, with the work that came up while it ran something.
///
/// Unchecked, because `queue` is guarded by `lock`, and the rest is touched by the thread itself only.
final class Worker: @unchecked Sendable {
    let position: Int
    private let lock = Lock()
    private var queue = RingBuffer<Scheduler.Work>()
    /// The length of the queue, for a look without the lock.
    private let length = Atomic<Int>(0)
    /// How much it has taken up so far; stands still while its code does not come back.
    private let turns = Atomic<Int>(0)
    unowned let scheduler: Scheduler

    init(_ scheduler: Scheduler, position: Int) {
        self.scheduler = scheduler
        self.position = position
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

    var waiting: Int {
        length.load(ordering: .relaxed)
    }

    /// Puts work at the end, and tells how much waits now.
    func push(_ work: Scheduler.Work) -> Int {
        lock.lock()
        queue.append(work)
        let count = queue.count
        length.store(count, ordering: .relaxed)
        lock.unlock()
        return count
    }

    func pop() -> Scheduler.Work? {
        guard waiting > 0 else { return nil }
        lock.lock()
        let work = queue.popFirst()
        length.store(queue.count, ordering: .relaxed)
        lock.unlock()
        return work
    }

    /// Takes the older half away, for another thread.
    func giveHalf() -> RingBuffer<Scheduler.Work> {
        var half = RingBuffer<Scheduler.Work>()
        lock.lock()
        for _ in 0..<((queue.count + 1) / 2) {
            if let work = queue.popFirst() { half.append(work) }
        }
        length.store(queue.count, ordering: .relaxed)
        lock.unlock()
        return half
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
