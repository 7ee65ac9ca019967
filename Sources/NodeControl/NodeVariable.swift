/// A variable that changes what a command of `bin/NAME` does, as its help names it; `env.sh` explains it at length.
package enum NodeVariable: String, CaseIterable, Sendable {
    case version = "RELEASE_VSN"
    case node = "RELEASE_NODE"
    case directory = "RELEASE_TMP"
    case flags = "RELEASE_VM_ARGS"
    case remoteFlags = "RELEASE_REMOTE_VM_ARGS"
    case systemConfiguration = "RELEASE_SYS_CONFIG"
    case bootScript = "RELEASE_BOOT_SCRIPT"
    case cleanBootScript = "RELEASE_BOOT_SCRIPT_CLEAN"
    case providerTimeout = "RELEASE_PROVIDER_TIMEOUT"
    case bootTimeout = "RELEASE_BOOT_TIMEOUT"
    case stopTimeout = "RELEASE_STOP_TIMEOUT"
    case killTimeout = "RELEASE_KILL_TIMEOUT"
    case callTimeout = "RELEASE_CALL_TIMEOUT"
    case heartTimeout = "RELEASE_HEART_TIMEOUT"
    case logLevel = "LOG_LEVEL"
    case logSize = "RELEASE_LOG_SIZE"
    case logCount = "RELEASE_LOG_COUNT"
    case evaluation = "RELEASE_EVALUATION"
    case socketFrameLimit = "RELEASE_SOCKET_FRAME_LIMIT"
    case socketConnections = "RELEASE_SOCKET_CONNECTIONS"
    case socketIdleTimeout = "RELEASE_SOCKET_IDLE_TIMEOUT"
    case cookie = "RELEASE_COOKIE"
    case backtrace = "SWIFT_BACKTRACE"

    /// What it is, in a few words.
    package var abstract: String {
        switch self {
        case .version: "Which version in releases/ to take; env.sh is read too late to set it."
        case .node: "The node's name, which names its socket, pid file and log."
        case .directory: "The directory of socket, pid file and log."
        case .flags: "The file of flags in place of vm.args."
        case .remoteFlags: "The file of flags in place of remote.vm.args."
        case .systemConfiguration: "The configuration to begin with in place of sys.config."
        case .bootScript: "Which applications start: start or start_clean."
        case .cleanBootScript: "The same for eval."
        case .providerTimeout: "Seconds that a configuration provider has."
        case .bootTimeout: "Seconds until the node must be ready."
        case .stopTimeout: "Seconds that applications have to end in order."
        case .killTimeout: "Seconds after that until the process is killed."
        case .callTimeout: "Seconds that the node has to answer, without --timeout."
        case .heartTimeout: "Seconds without a sign of life until the node is started again, or off."
        case .logLevel: "The lowest level that is logged."
        case .logSize: "How large a file of the log may grow."
        case .logCount: "How many files of the log are kept."
        case .evaluation: "What rpc and remote may evaluate: full (as yet the same as calls), calls or off."
        case .socketFrameLimit: "Bytes of a request on the control socket."
        case .socketConnections: "Connections to the control socket at once."
        case .socketIdleTimeout: "Seconds without traffic until such a connection ends."
        case .cookie: "The secret of nodes that may talk to each other."
        case .backtrace: "Crash reports, as the Swift documentation says."
        }
    }

    /// Whether only programs that link Boot have a use for it.
    package var needsBoot: Bool {
        switch self {
        case .version, .node, .directory, .flags, .stopTimeout, .killTimeout, .heartTimeout, .logSize, .logCount,
            .backtrace:
            false
        case .remoteFlags, .systemConfiguration, .bootScript, .cleanBootScript, .providerTimeout, .bootTimeout,
            .callTimeout, .logLevel, .evaluation, .socketFrameLimit, .socketConnections, .socketIdleTimeout, .cookie:
            true
        }
    }
}

extension NodeCommand {
    /// The variables that matter to the command.
    package var variables: [NodeVariable] {
        switch self {
        case .start, .run: Self.ofNodes.filter { ![.logSize, .logCount].contains($0) }
        case .daemon: Self.ofNodes
        case .eval:
            [
                .version, .flags, .systemConfiguration, .cleanBootScript, .providerTimeout, .stopTimeout, .killTimeout,
                .logLevel, .cookie, .backtrace,
            ]
        case .rpc, .reload, .config, .pid, .status, .ping: [.node, .directory, .callTimeout]
        case .remote: [.node, .directory, .callTimeout, .remoteFlags]
        case .restart: [.node, .directory, .bootTimeout, .stopTimeout, .killTimeout, .callTimeout]
        case .stop: [.node, .directory, .stopTimeout, .killTimeout, .callTimeout]
        case .logs: [.node, .directory]
        case .version: [.version]
        }
    }

    /// Those of a node whose launcher writes its log; in the foreground nobody does.
    private static let ofNodes: [NodeVariable] = [
        .version, .node, .directory, .flags, .systemConfiguration, .bootScript, .providerTimeout, .bootTimeout,
        .stopTimeout, .killTimeout, .heartTimeout, .logLevel, .logSize, .logCount, .evaluation, .socketFrameLimit,
        .socketConnections, .socketIdleTimeout, .cookie, .backtrace,
    ]
}
