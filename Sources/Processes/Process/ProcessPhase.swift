/// How far a process has come.
@usableFromInline enum ProcessPhase: Sendable {
    case running
    /// An exit signal has hit it; it takes no more messages, and its code is on the way to its end.
    case exiting(ExitReason)
    /// Links and monitors have been told.
    case exited(ExitReason)

    @inlinable var isRunning: Bool {
        if case .running = self { true } else { false }
    }

    @inlinable var hasExited: Bool {
        if case .exited = self { true } else { false }
    }

    /// Why it ends or has ended.
    @inlinable var reason: ExitReason? {
        switch self {
        case .running: nil
        case .exiting(let reason), .exited(let reason): reason
        }
    }
}
