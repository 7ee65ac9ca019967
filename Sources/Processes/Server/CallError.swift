/// Why a call got no answer.
public enum CallError: Error, Sendable, Equatable {
    /// Nobody is there.
    case noProcess
    /// No answer came in time; the server may still handle the message, and its answer goes nowhere.
    case timedOut(after: Duration)
    /// The time to wait was less than nothing; nothing was sent.
    case negativeTimeout(Duration)
    /// A server called itself and would wait for ever.
    case callingSelf
    /// The calling task was cancelled, or the calling process killed.
    case cancelled
    /// The server ended before it answered.
    case exited(ExitReason)
    /// The handler gave its `Reply` away without using it.
    case noReply
    /// The server's mailbox is full.
    case overloaded(limit: Int)
    /// A process of another kind is there.
    case wrongServer(expected: String, found: String)
    /// The name by which the server was called can be nobody's.
    case invalidName(reason: String)
}

extension CallError {
    /// Refuses a time that nobody can wait for.
    @inlinable static func check(_ timeout: Duration?) throws(CallError) {
        if let timeout, timeout < .zero { throw .negativeTimeout(timeout) }
    }
}

extension CallError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .noProcess: "no such process; it has not started, or has ended"
        case .timedOut(let limit): "no answer within \(limit); raise the timeout, or find what holds the server up"
        case .negativeTimeout(let limit): "the timeout is \(limit); use zero or more, or nil to wait for ever"
        case .callingSelf:
            "a server cannot call or stop itself; change its state directly, or use a cast or context.stop"
        case .cancelled: "the caller was cancelled while it waited"
        case .exited(let reason): "the server ended before it answered: \(reason)"
        case .noReply: "the server gave up its Reply without using it; answer, or keep it until the answer is known"
        case .overloaded(let limit): "\(limit) messages wait already, which is the limit of this server's mailbox"
        case .wrongServer(let expected, let found): "expected a \(expected) there, found a \(found)"
        case .invalidName(let reason): "nobody can have this name: \(reason)"
        }
    }
}
