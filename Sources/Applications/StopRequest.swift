import Synchronization

/// Tells who stops a service whether it has a way of its own to stop.
final class StopRequest: Sendable {
    /// The request that the current task carries out.
    @TaskLocal static var current: StopRequest?

    private let flag = Atomic(false)

    /// Whether the service wants its task cancelled.
    var asksForCancellation: Bool {
        get { flag.load(ordering: .acquiring) }
        set { flag.store(newValue, ordering: .releasing) }
    }
}
