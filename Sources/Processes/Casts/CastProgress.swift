public import Synchronization

/// How far the server has come in a chunk of casts.
///
/// It stands in a cache line of its own, far from what those who send write.
@usableFromInline struct CastProgress: ~Copyable {
    /// How many casts the server has begun to handle; it alone writes this.
    @usableFromInline let begun = Atomic<Int>(0)
    /// Whether the process is to end at once.
    ///
    /// A look at the process itself would cost more: that lies beside its lock, which those who send write all the time.
    @usableFromInline let isInterrupted = Atomic<Bool>(false)

    /// Notes that one more is being handled; false when none may be.
    @inlinable func beginNext() -> Bool {
        guard !isInterrupted.load(ordering: .relaxed) else { return false }
        begun.store(begun.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        return true
    }
}
