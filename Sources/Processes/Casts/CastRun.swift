/// Some casts of one type that a server is to handle one after the other; for the server's process, not for you.
@frozen public struct CastRun {
    @usableFromInline let first: UnsafeMutableRawPointer
    @usableFromInline let count: Int
    @usableFromInline let progress: UnsafeMutablePointer<CastProgress>

    init(first: UnsafeMutableRawPointer, count: Int, progress: UnsafeMutablePointer<CastProgress>) {
        self.first = first
        self.count = count
        self.progress = progress
    }

    /// A copy of the first one.
    func first<Message: ServerCast>(as type: Message.Type) -> any Sendable {
        first.assumingMemoryBound(to: type).pointee
    }

    /// Handles them until one of them says what is to happen next, or the process is to end.
    @inlinable
    func handle<Message: ServerCast>(
        as type: Message.Type,
        in process: GenServerProcess<Message.Server>
    ) {
        let casts = first.assumingMemoryBound(to: type)
        for position in 0..<count {
            guard !process.isInstructed, progress.pointee.beginNext() else { return }
            process.attempt(casts[position]) { state, context in try casts[position].handle(&state, context) }
        }
    }
}

@available(*, unavailable)
extension CastRun: Sendable {}
