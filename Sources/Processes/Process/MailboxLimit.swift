/// How many messages may wait in a mailbox, and what happens to one too many.
///
/// Signals and requests of `sys` are never counted. A call that cannot be kept fails with `CallError.overloaded`,
/// whatever the policy is.
public struct MailboxLimit: Hashable, Sendable {
    /// Which message goes when the mailbox is full.
    public enum Policy: Hashable, Sendable {
        /// The message that comes.
        case dropNewest
        /// The message that has waited longest.
        case dropOldest
    }

    /// How many messages may wait; at least one.
    public var count: Int
    /// Which message goes when that many wait.
    public var policy: Policy

    /// A limit of `count` messages; less than one counts as one.
    public init(_ count: Int, policy: Policy = .dropNewest) {
        self.count = max(1, count)
        self.policy = policy
    }
}
