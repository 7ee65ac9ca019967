/// How long to wait before a child is started again; not in OTP, and off by default.
///
/// The wait doubles with every restart that follows soon, up to a limit.
public struct Backoff: Hashable, Sendable {
    /// The first wait.
    public var initial: Duration
    /// The longest wait.
    public var limit: Duration

    /// A wait that begins with `initial` and doubles up to `limit`.
    public init(initial: Duration = .milliseconds(100), limit: Duration = .seconds(30)) {
        self.initial = initial
        self.limit = limit
    }

    /// The wait before the restart after so many others.
    package func delay(after restarts: Int) -> Duration {
        var delay = initial
        for _ in 0..<restarts {
            guard delay > .zero else { break }
            // Compared with the half, because twice the delay may be more than a Duration can hold.
            guard delay <= limit / 2 else { return limit }
            delay *= 2
        }
        return min(limit, delay)
    }
}
