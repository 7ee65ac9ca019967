import OTP

/// Stands for one client that watches: it is registered while the client is there and keeps up.
struct Watcher: GenServer, CustomChild {
    static let options = ServerOptions(process: ProcessOptions(trapsExits: true))
    /// After so long without a sign of life, proxies and clients take a connection for dead.
    private static let silence = Duration.seconds(15)

    private let stream: HTTPStream

    static func customize(_ child: inout ChildSpec) { child.restart = .temporary }

    static func initialize(_ stream: HTTPStream, _ context: Context<Watcher>) throws -> Watcher? {
        let watcher = context.server
        stream.onEnd { watcher.cast(ClientIsGone()) }
        try Watchers.registry().register(.added, stream)
        stream.send(": watching\n\n")
        context.timeout(after: silence)
        return Watcher(stream: stream)
    }

    struct ClientIsGone: ServerCast {
        func handle(_ watcher: inout Watcher, _ context: Context<Watcher>) {
            context.stop()
        }
    }

    mutating func handleTimeout(_ context: Context<Watcher>) {
        stream.send(":\n\n")
        context.timeout(after: Self.silence)
    }

    mutating func terminate(_ reason: ExitReason, _ context: Context<Watcher>) async {
        stream.end()
    }
}
