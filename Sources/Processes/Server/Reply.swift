/// The right to answer one call, from anywhere; the first use counts.
///
/// Whoever drops it unused fails the call, so a caller never waits for an answer that cannot come.
public final class Reply<Response: Sendable>: Sendable {
    let pending: PendingCall<Response>
    private let home: any ReplyHome

    init(pending: PendingCall<Response>, home: any ReplyHome) {
        self.pending = pending
        self.home = home
    }

    /// Answers; without effect when an answer was given or the caller waits no more.
    public func callAsFunction(_ response: Response) {
        home.settle(pending)
        pending.resolve(.success(response))
    }

    /// Answers once the server has ended and `terminate` has run.
    public func afterTerminate(_ response: Response) {
        home.keepUntilEnd { [pending] in pending.resolve(.success(response)) }
    }

    deinit {
        guard !pending.isResolved else { return }
        home.forgot(pending)
    }
}

/// The server that a reply comes from.
protocol ReplyHome: AnyObject, Sendable {
    func settle(_ pending: any Abandonable)
    func forgot(_ pending: any Abandonable)
    func keepUntilEnd(_ answer: @escaping @Sendable () -> Void)
}
