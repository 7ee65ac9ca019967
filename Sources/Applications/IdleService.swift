/// A service that does nothing until it is stopped.
public struct IdleService: Service {
    private let waiting: AsyncStream<Never>
    private let end: AsyncStream<Never>.Continuation

    /// A service that waits.
    public init() {
        (waiting, end) = AsyncStream.makeStream()
    }

    /// Waits until it is stopped or cancelled.
    public func run() async {
        for await _ in waiting {}
    }

    /// Lets `run` return.
    public func stop() async {
        end.finish()
    }
}
