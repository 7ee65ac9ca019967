/// How a process is to be run.
public struct ProcessOptions: Sendable {
    /// Which threads run it.
    public var executor: ProcessExecutor = .shared
    /// The priority of its task.
    public var priority: TaskPriority? {
        get { priorityNumber.map(TaskPriority.init(rawValue:)) }
        set { priorityNumber = newValue?.rawValue }
    }
    // To copy a priority that may not be there takes the runtime longer than a number.
    @usableFromInline var priorityNumber: UInt8?
    /// Whether exit signals come as messages, from the first moment on.
    public var trapsExits = false
    /// How many messages may wait; unlimited, as in OTP, unless given.
    public var mailboxLimit: MailboxLimit?
    /// What to call it in reports when it has no name.
    public var label: String?

    /// The usual options: shared threads, no limit.
    @inlinable public init(
        executor: ProcessExecutor = .shared,
        priority: TaskPriority? = nil,
        trapsExits: Bool = false,
        mailboxLimit: MailboxLimit? = nil,
        label: String? = nil
    ) {
        self.executor = executor
        priorityNumber = priority?.rawValue
        self.trapsExits = trapsExits
        self.mailboxLimit = mailboxLimit
        self.label = label
    }
}
