/// What runs for as long as its application does.
///
/// `run` ends the application when it returns or throws. To stop it, `stop` is called, and the task of `run` is
/// cancelled when the time for that is over; a service that leaves `stop` out is cancelled at once.
public protocol Service: Sendable {
    /// Does the work; returns when there is no more, or when it was asked to stop.
    func run() async throws

    /// Asks the service to end what it does and return from `run`.
    func stop() async
}

extension Service {
    /// Has the task of `run` cancelled at once.
    public func stop() async {
        StopRequest.current?.asksForCancellation = true
    }
}
