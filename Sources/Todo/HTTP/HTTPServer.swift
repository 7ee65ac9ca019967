import Glibc
import Synchronization

/// An HTTP server on a thread of its own; each request is answered by a task.
///
/// Without its last owner it stops at once.
final class HTTPServer: Sendable {
    /// The port it listens on, also when any free one was asked for.
    let port: Int
    private let mailbox: EventMailbox
    private let end: End

    /// Listens and serves until stopped; `onEnd` is called when it has ended, with an error unless it was stopped.
    init(
        address: String,
        port: Int,
        handler: @escaping EventLoop.Handler,
        onEnd: @escaping @Sendable (TodoError?) -> Void = { _ in }
    ) throws(TodoError) {
        guard let mailbox = EventMailbox() else { throw .httpUnavailable }
        let socket = try ListeningSocket(address: address, port: port)
        // Made here and not by its thread: what it lacks then shows before anybody is told that it serves.
        guard let loop = EventLoop(listening: socket.descriptor, mailbox: mailbox, handler: handler) else {
            throw .httpUnavailable
        }
        let end = End()
        let isStarted = OwnThread.start {
            let succeeded = loop.run()
            end.arrive()
            onEnd(succeeded ? nil : .httpUnavailable)
        }
        guard isStarted else { throw .httpUnavailable }
        self.port = socket.port
        self.mailbox = mailbox
        self.end = end
    }

    deinit {
        mailbox.stop(.atOnce)
    }

    /// Accepts no more, and ends when all requests are answered.
    func stop() {
        mailbox.stop(.whenAnswered)
    }

    /// Returns when the server has ended; cancelling the task ends it at once.
    func waitUntilStopped() async {
        await withTaskCancellationHandler {
            await end.wait()
        } onCancel: {
            mailbox.stop(.atOnce)
        }
    }
}

extension HTTPServer {
    /// Something that happens once, and those who wait for it.
    private final class End: Sendable {
        private struct State {
            var hasCome = false
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())

        func arrive() {
            let waiting = state.withLock { state in
                state.hasCome = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        func wait() async {
            await withCheckedContinuation { continuation in
                let hasCome = state.withLock { state in
                    if !state.hasCome { state.waiting.append(continuation) }
                    return state.hasCome
                }
                if hasCome { continuation.resume() }
            }
        }
    }
}
