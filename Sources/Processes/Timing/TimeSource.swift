import Glibc

/// Where a process system takes its time from.
public protocol TimeSource: Sendable {
    /// The present moment.
    var now: MonotonicTime { get }

    /// Is told by the timer service when it must be woken next; `nil` while no timer runs.
    func nextDeadline(is deadline: MonotonicTime?)

    /// Hands over what to call when time has come; called once, before anything else.
    func attach(_ fire: @escaping @Sendable () -> Void)
}
