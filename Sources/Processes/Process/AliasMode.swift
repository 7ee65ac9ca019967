/// When an alias stops to forward.
public enum AliasMode: Hashable, Sendable {
    /// When it is deactivated.
    case explicit
    /// After the first message.
    case reply
    /// When its monitor ends or is taken away.
    case demonitor
    /// After the first message, which also takes its monitor away.
    case replyDemonitor
}
