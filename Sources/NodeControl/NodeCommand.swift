/// A command of `bin/NAME` as its users see it: what it is for and which options it has.
package enum NodeCommand: String, CaseIterable, Sendable {
    case start, daemon, run, eval, rpc, remote, restart, reload, stop, pid, version, status, config, ping, logs

    package struct Option: Sendable {
        /// The first one is its name.
        package let spellings: [String]
        /// What its value is called; nil when it takes none.
        package let value: String?
        package let abstract: String
    }

    private static let timeout = Option(
        spellings: ["--timeout"],
        value: "seconds",
        abstract: "How long to wait; decimals are allowed."
    )
    private static let json = Option(spellings: ["--json"], value: nil, abstract: "Print JSON.")
    private static let evaluation = [
        json,
        Option(
            spellings: ["--file"],
            value: "path",
            abstract: "Evaluate the text of a file, or of the input for '-'."
        ),
        Option(spellings: ["--call"], value: nil, abstract: "Evaluate as a call expression only."),
        Option(
            spellings: ["--swift"],
            value: nil,
            abstract: "Evaluate as Swift only, of which this version knows calls alone."
        ),
        timeout,
    ]

    package var options: [Option] {
        switch self {
        case .start, .daemon, .run, .version: []
        case .eval, .rpc: Self.evaluation
        case .remote, .restart, .reload, .pid, .ping: [Self.timeout]
        case .status, .config: [Self.json, Self.timeout]
        case .stop:
            [
                Option(
                    spellings: ["--force"],
                    value: nil,
                    abstract: "End it at once (with --timeout: after that time), by the system if need be."
                ),
                Self.timeout,
            ]
        case .logs:
            [
                Option(spellings: ["-n"], value: "lines", abstract: "How many lines; 100 if not given."),
                Option(spellings: ["--follow", "-f"], value: nil, abstract: "Go on with what is written from now on."),
            ]
        }
    }

    /// Whether `nodectl` turns into the node, or its launcher, instead of talking to one.
    package var becomesNode: Bool { [.start, .daemon, .run].contains(self) }

    /// Whether a program that does not link Boot refuses it.
    package var needsBoot: Bool { [.eval, .rpc, .remote, .reload, .config].contains(self) }

    /// What stands after the options.
    package var operands: String {
        switch self {
        case .start, .daemon, .run: "[--] [<args> ...]"
        case .eval, .rpc: "<expression> [<args> ...]"
        default: ""
        }
    }

    package var abstract: String {
        switch self {
        case .start: "Run the node in the foreground, in this process."
        case .daemon: "Run the node in the background; returns when it is ready, or fails with the end of its log."
        case .run: "Run the node in the foreground and stay as its parent."
        case .eval: "Evaluate in a fresh instance: its configuration is loaded, nothing is started."
        case .rpc: "Evaluate in the running node."
        case .remote: "Open a shell on the running node."
        case .restart: "Restart the node from its script on; returns when it is ready."
        case .reload: "Have the node read its configuration again; all applications accept it, or nothing changes."
        case .config: "Print the node's configuration and where each value comes from, without secrets."
        case .stop: "Stop the node; returns when its process is gone."
        case .pid: "Print the process id of the node, if it is ready."
        case .version: "Print name and version of the release."
        case .status: "Print what the node is doing."
        case .ping: "Print 'pong', if the node is ready."
        case .logs: "Print the last lines of the log of a daemon."
        }
    }

    /// The end of a message about wrong usage.
    package var hint: String { "see 'help \(rawValue)'" }
}
