/// Why a server did not start.
public enum StartError: Error, Sendable, Equatable {
    /// The name is taken by a living process.
    case alreadyStarted(ProcessID)
    /// `initialize` took longer than allowed; the server was killed.
    case timedOut(after: Duration)
    /// The time to start was less than nothing; nothing was started.
    case negativeTimeout(Duration)
    /// `initialize` threw, or the server was hit while it started.
    case failed(ExitReason)
    /// `initialize` threw `StartRefused`.
    case refused(StartRefused)
    /// `initialize` gave `nil`: there is nothing to run.
    case ignored
    /// There are as many processes as may be: so many.
    case systemLimit(Int)
    /// The starter was cancelled or is dead; the server was killed.
    case cancelled
}

extension StartError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .alreadyStarted(let process): "the name is taken by \(process); use that process, or another name"
        case .timedOut(let limit):
            "the server was not ready within \(limit) and was killed; move long work into a continuation"
        case .negativeTimeout(let limit):
            "the time to start is \(limit); use zero or more, or nil to wait for ever"
        case .failed(let reason): "the server did not start: \(reason)"
        case .refused(let refusal): "the server did not start: \(refusal.reason)"
        case .ignored: "the server has nothing to run and did not start"
        case .systemLimit(let limit): "\(ProcessError.systemLimit(limit))"
        case .cancelled: "the starter was cancelled; the server was killed"
        }
    }
}

/// Thrown by `initialize` to say no without an abnormal end: the linked starter is not hit.
public struct StartRefused: Error, Sendable, Equatable {
    /// What the starter is told.
    public let reason: any Error

    /// A refusal that tells the starter `reason`.
    public init(_ reason: any Error) {
        self.reason = reason
    }

    /// Whether both are the same.
    public static func == (left: StartRefused, right: StartRefused) -> Bool {
        ExitReason.failed(left.reason) == .failed(right.reason)
    }
}
