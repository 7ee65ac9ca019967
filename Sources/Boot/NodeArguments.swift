import Applications
import ControlServer

/// What `vm.args` says.
struct NodeArguments: Equatable, Sendable {
    /// The name of the node, for commands to find it by.
    var node: String?
    /// The secret shared with other nodes.
    var cookie: String?
    /// How many threads run processes.
    var schedulers: Int?
    /// How many processes may exist.
    var processLimit: Int?
    /// A mailbox with more messages is warned about.
    var mailboxWarning: Int?
    /// Seconds without a sign of life after which the launcher restarts the node, which it also does when it dies.
    var heart: Double?
    /// How applications start that do not depend on each other.
    var startMode: StartMode?
    /// Variables to set in the environment, in order, unless they are set.
    var environment: [EnvironmentEntry] = []
    /// How much evaluation is allowed, when the file says so.
    var evaluation: EvaluationPolicy?
    /// The most bytes of one request on the control socket.
    var frameLimit: Int?
    /// The most connections to the control socket.
    var connectionLimit: Int?
    /// Seconds after which a silent connection is closed.
    var idleLimit: Double?
    /// The limit of open files; `nil` for what the system allows.
    var openFiles: UInt64?
    /// The limit of core dumps in bytes.
    var coreSize: UInt64?
    /// What stands after `--`: arguments of the program.
    var arguments: [String] = []

    /// A variable and the value to give it.
    struct EnvironmentEntry: Equatable, Sendable {
        var name: String
        var value: String
    }
}
