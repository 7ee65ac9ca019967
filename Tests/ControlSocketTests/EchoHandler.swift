import ControlProtocol
import ControlSocket
import JSONValues
import Posix
import Synchronization

/// Answers what the tests of the socket need.
final class EchoHandler: ControlHandler {
    private struct Kept {
        var replies: [ControlReply] = []
        var closed = 0
        var streamed: [Bool] = []
    }

    private let kept = Mutex(Kept())
    /// Readable once for each client that was gone before its answer, or whose stream has ended.
    let news: EventCounter

    init() throws {
        news = try EventCounter()
    }

    deinit {
        news.close()
    }

    /// How many clients were gone before their answer.
    var closed: Int { kept.withLock { $0.closed } }

    /// For each stream that ended, whether its client took all of it.
    var streamed: [Bool] { kept.withLock { $0.streamed } }

    func greeting() -> JSONValue {
        NodeGreeting(name: "echo", node: "echo", version: "1.0.0", pid: CurrentProcess.id, state: .running).json
    }

    func http(_ path: String) -> HTTPResponse {
        switch path {
        case "/healthz": .text(200, "ok\n")
        case "/info": .json(200, greeting())
        default: .notFound(path)
        }
    }

    func handle(_ request: ControlRequest, from peer: ControlPeer, reply: ControlReply) {
        switch request.method {
        case "ping": reply.send(result: "pong")
        case "echo": reply.send(result: request.params ?? .null)
        case "peer": reply.send(result: ["user": .int(Int(peer.credentials.user)), "connection": "\(peer.connection)"])
        case "keep": keep(reply)
        case "release": release(reply)
        case "forget": break
        case "twice":
            reply.send(result: 1)
            reply.send(error: .fault("never seen"))
        case "tell":
            reply.notify("told", ["n": 1])
            reply.send(result: true)
        case "stream": stream(request, reply)
        default: reply.send(error: .unknownMethod(request.method))
        }
    }

    private func keep(_ reply: ControlReply) {
        kept.withLock { $0.replies.append(reply) }
        reply.onClose { [weak self] in
            self?.kept.withLock { $0.closed += 1 }
            self?.news.signal()
        }
    }

    /// Answers everything kept, from another thread and the last one first.
    private func release(_ reply: ControlReply) {
        let replies = kept.withLock { kept in
            defer { kept.replies = [] }
            return kept.replies
        }
        start(reply) {
            for (index, reply) in replies.enumerated().reversed() { reply.send(result: .int(index)) }
            reply.send(result: .int(replies.count))
        }
    }

    /// Sends `count` notifications of `size` bytes from a thread of its own, at the pace of the reader.
    private func stream(_ request: ControlRequest, _ reply: ControlReply) {
        let text = String(repeating: "x", count: request.params?["size"]?.asInt ?? 0)
        let count = request.params?["count"]?.asInt ?? 0
        start(reply) { [self] in
            var isTaken = true
            for _ in 0..<count where isTaken { isTaken = reply.blockingNotify("output", ["text": .string(text)]) }
            reply.send(result: .int(count))
            kept.withLock { $0.streamed.append(isTaken) }
            news.signal()
        }
    }

    private func start(_ reply: ControlReply, _ body: @escaping @Sendable () -> Void) {
        do {
            try DedicatedThread.start("echo", body)
        } catch {
            reply.send(error: .fault(error.description))
        }
    }
}
