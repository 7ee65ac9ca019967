/// The methods a node answers, by name.
package enum ControlMethod: String, CaseIterable, Sendable {
    case ping
    case status
    case ready
    case eval
    case cancel
    case stop
    case restart
    case config
    case reload
    case backtrace
    case reopenLog = "log.reopen"
    case methods

    /// The names of the parameters, in the order of positional ones.
    package var parameters: [String] {
        switch self {
        case .eval: ["expression", "mode", "arguments"]
        case .cancel: ["id", "evaluation"]
        case .stop: ["force"]
        case .ping, .status, .ready, .restart, .config, .reload, .backtrace, .reopenLog, .methods: []
        }
    }
}
