import ControlServer

/// What `vm.args` says.
struct NodeArguments: Equatable, Sendable {
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
