import ControlProtocol
import ControlSocket
import Synchronization

/// Evaluations that have no result until they are cancelled.
final class FakeEvaluations: Sendable {
    static let shared = FakeEvaluations()

    private let replies = Mutex<[ControlReply]>([])

    func keep(_ reply: ControlReply) {
        replies.withLock { $0.append(reply) }
    }

    func cancel() {
        let all = replies.withLock { replies in
            defer { replies = [] }
            return replies
        }
        for reply in all { reply.send(error: .failed("cancelled", exit: 130)) }
    }
}
