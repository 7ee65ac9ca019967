import Synchronization

/// Casts that wait one behind the other, as bytes in one piece of memory, together one item of a mailbox.
///
/// So those who send and the one who handles need not meet at the lock for each cast, and little memory goes from one
/// processor to the other.
///
/// While it waits in the mailbox it is guarded by the lock of the process. The server takes it out as a whole, and from
/// then on nothing in it changes but its `progress`, which the holder of the drain token moves on without the lock; so
/// others who hold the lock may read the casts from there on. That is why this is unchecked.
final class CastChunk: @unchecked Sendable {
    static let smallest = 512
    static let largest = 32 * 1024
    /// Casts that take more than this are kept for themselves.
    static let largestCast = 256
    static let cacheLine = 64

    let capacity: Int
    let writer: UnsafeMutablePointer<CastWriter>
    private let progress: UnsafeMutablePointer<CastProgress>
    private let start: CastCursor
    /// Where the server handles, and where it releases what it has handled; for the holder of the drain token.
    @exclusivity(unchecked) private var handling: CastCursor
    @exclusivity(unchecked) private var releasing: CastCursor
    @exclusivity(unchecked) private var released = 0
    /// An empty one for those who send, so that they need not allocate; guarded by the lock of the process.
    @exclusivity(unchecked) var spare: CastChunk?
    /// One that was handled and emptied, to be the next one's spare; for the holder of the drain token.
    @exclusivity(unchecked) private var emptied: CastChunk?

    init(capacity: Int) {
        self.capacity = capacity
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: Self.cacheLine)
        writer = memory.bindMemory(to: CastWriter.self, capacity: 1)
        progress = (memory + Self.cacheLine).bindMemory(to: CastProgress.self, capacity: 1)
        start = CastCursor(segment: CastSegment.first(from: memory + 2 * Self.cacheLine))
        handling = start
        releasing = start
        initializeMemory()
    }

    deinit {
        release(upTo: count)
        progress.deinitialize(count: 1)
        UnsafeMutableRawPointer(writer).deallocate()
    }

    private func initializeMemory() {
        let memory = UnsafeMutableRawPointer(writer)
        writer.initialize(to: CastWriter(from: memory + 2 * Self.cacheLine, to: memory + capacity))
        progress.initialize(to: CastProgress())
    }

    /// How many casts there are, handled ones included.
    var count: Int {
        writer.pointee.count
    }

    // MARK: - For others, with the lock held

    var waitingCount: Int {
        count - progress.pointee.begun.load(ordering: .relaxed)
    }

    /// Copies of the first that wait.
    func waiting(upTo limit: Int) -> [any ServerCast] {
        let begun = progress.pointee.begun.load(ordering: .relaxed)
        let end = begun + min(limit, count - begun)
        var casts: [any ServerCast] = []
        var cursor = start
        var seen = 0
        while seen < end {
            let run = cursor.run(upTo: seen < begun ? begun - seen : end - seen)
            if seen >= begun { casts += cursor.copies(run) }
            cursor.move(by: run)
            seen += run
        }
        return casts
    }

    /// Lets the server handle none of those that wait.
    func interrupt() {
        progress.pointee.isInterrupted.store(true, ordering: .relaxed)
    }

    // MARK: - For the holder of the drain token

    /// Lends the next casts to `body`, all of one type; gives how many of them it began to handle.
    @inline(__always) func handle(upTo limit: Int, _ body: (any ServerCast.Type, CastRun) -> Void) -> Int {
        let before = progress.pointee.begun.load(ordering: .relaxed)
        guard before < count else { return 0 }
        let length = handling.run(upTo: limit)
        let cursor = handling
        body(cursor.type, CastRun(first: cursor.first, count: length, progress: progress))
        let begun = progress.pointee.begun.load(ordering: .relaxed) - before
        handling.move(by: begun)
        return begun
    }

    /// Releases what was handled, without the lock, because the end of a message may be code of the user.
    ///
    /// `lock` is taken and given back before: others may still read what was not yet begun when they took it.
    func releaseHandled(_ lock: borrowing Lock) {
        guard !writer.pointee.isTrivial else { return }
        lock.withLock {}
        release(upTo: progress.pointee.begun.load(ordering: .relaxed))
    }

    private func release(upTo end: Int) {
        var left = end - released
        released = end
        while left > 0 {
            let run = releasing.run(upTo: left)
            releasing.deinitialize(run)
            releasing.move(by: run)
            left -= run
        }
    }

    /// Hands the spare ones of the chunk before on; the lock is held.
    func takeSpareLocked(of previous: CastChunk?) {
        spare = previous?.spare.take() ?? previous?.emptied.take()
    }

    /// Keeps the chunk before, of which all has been handled, for those who send; without the lock.
    func reuse(_ previous: CastChunk?) {
        guard let previous else { return }
        previous.emptied = nil
        previous.release(upTo: previous.count)
        previous.handling = previous.start
        previous.releasing = previous.start
        previous.released = 0
        previous.initializeMemory()
        emptied = previous
    }
}
