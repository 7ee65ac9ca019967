/// What happened in a server, for `sys`.
public enum DebugEvent: Hashable, Sendable, CustomStringConvertible {
    /// A call or a cast came.
    case received(String, isCall: Bool)
    /// Another message came.
    case message(String)
    /// An answer went out.
    case sent(String)
    /// A callback has ended and left this state.
    case newState(String)

    /// How it prints.
    public var description: String {
        switch self {
        case .received(let message, true): "got call \(message)"
        case .received(let message, false): "got cast \(message)"
        case .message(let message): "got message \(message)"
        case .sent(let answer): "sent \(answer)"
        case .newState(let state): "new state \(state)"
        }
    }
}
