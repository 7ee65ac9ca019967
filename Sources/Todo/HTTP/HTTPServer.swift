import Glibc

/// An HTTP server on a thread of its own; each request is answered by a task.
final class HTTPServer: Sendable {
    /// The port it listens on, also when any free one was asked for.
    let port: Int
    private let mailbox: EventMailbox
    private let ending: AsyncStream<Bool>

    /// Listens and serves until stopped.
    init(address: String, port: Int, handler: @escaping EventLoop.Handler) throws(TodoError) {
        guard let mailbox = EventMailbox() else { throw .httpUnavailable }
        let socket = try ListeningSocket(address: address, port: port)
        let (ending, ended) = AsyncStream.makeStream(of: Bool.self)
        let isStarted = OwnThread.start {
            let loop = EventLoop(listening: socket.descriptor, mailbox: mailbox, handler: handler)
            ended.yield(loop?.run() ?? false)
            ended.finish()
        }
        guard isStarted else {
            close(socket.descriptor)
            throw .httpUnavailable
        }
        self.port = socket.port
        self.mailbox = mailbox
        self.ending = ending
    }

    /// Accepts no more, and ends when all requests are answered.
    func stop() {
        mailbox.stop(.whenAnswered)
    }

    /// Returns when the server was stopped, and throws when it failed; cancelling the task ends it at once.
    func waitUntilStopped() async throws(TodoError) {
        let mailbox = mailbox
        let succeeded = await withTaskCancellationHandler {
            await ending.first { _ in true } ?? true
        } onCancel: {
            mailbox.stop(.atOnce)
        }
        guard succeeded else { throw .httpUnavailable }
    }
}
