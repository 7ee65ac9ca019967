/// One item of a bare process' mailbox.
public enum Mail<Message: Sendable>: Sendable {
    /// What another process sent.
    case message(Message)
    /// What the runtime has to tell.
    case signal(Signal)

    /// The message, if it is one.
    public var message: Message? {
        if case .message(let message) = self { message } else { nil }
    }

    /// The signal, if it is one.
    public var signal: Signal? {
        if case .signal(let signal) = self { signal } else { nil }
    }
}
