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
    func delay(after restarts: Int) -> Duration {
        min(limit, initial * (1 << min(restarts, 30)))
    }
}
