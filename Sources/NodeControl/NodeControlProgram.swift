import ControlProtocol
import Posix

/// The program `nodectl`: what the control script becomes for every command that needs more than a shell.
package struct NodeControlProgram {
    /// The whole argument vector, the program's own path first.
    package let arguments: [String]

    package init(arguments: [String]) {
        self.arguments = arguments
    }

    /// Carries the command out and says with which status to end.
    package func run() -> Int32 {
        do throws(NodeControlError) {
            return try dispatch()
        } catch {
            let text = error.description
            // Without an error output the exit code has to do.
            if !text.isEmpty { _ = try? FileDescriptor.standardError.write("error: \(text)\n") }
            return error.exitCode
        }
    }

    private func dispatch() throws(NodeControlError) -> Int32 {
        guard arguments.count > 1 else { throw .usage("missing command; see 'help'") }
        let name = arguments[1]
        let rest = Array(arguments[2...])
        switch name {
        case "launch": return try launch(rest)
        case "help": return try help(rest)
        default: break
        }
        guard let command = NodeCommand(rawValue: name) else { throw .usage("unknown command '\(name)'; see 'help'") }
        if rest.first == "--help" || rest.first == "-h" { return try help([name]) }
        return try run(command, CommandArguments(rest, of: command))
    }

    private func run(_ command: NodeCommand, _ arguments: CommandArguments) throws(NodeControlError) -> Int32 {
        let settings = try NodeSettings(Environment.value(of:))
        let seconds = try arguments.timeout()
        // What becomes a node is left as it is; on a restart in place a signal may be waiting for it.
        if !command.becomesNode { try ClientSignals.hear() }
        switch command {
        case .start:
            return try ForegroundStart(settings: settings, arguments: arguments.rest, staysAsParent: false).run()
        case .run:
            return try ForegroundStart(settings: settings, arguments: arguments.rest, staysAsParent: true).run()
        case .daemon: return try daemon(settings, arguments.rest)
        case .rpc: return try rpc(settings, arguments)
        default: try arguments.requireNothing(command)
        }
        switch command {
        case .restart: return try RestartCommand(settings: settings, seconds: seconds).run()
        case .reload: return try ReloadCommand(settings: settings, seconds: seconds).run()
        case .config:
            let asJSON = arguments.flags.contains("--json")
            return try ConfigCommand(settings: settings, asJSON: asJSON, seconds: seconds).run()
        case .pid: return try PidCommand(settings: settings, seconds: seconds).run()
        case .ping: return try PingCommand(settings: settings, seconds: seconds).run()
        case .status:
            let asJSON = arguments.flags.contains("--json")
            return try StatusCommand(settings: settings, asJSON: asJSON, seconds: seconds).run()
        case .stop:
            let isForced = arguments.flags.contains("--force")
            return try StopCommand(settings: settings, isForced: isForced, seconds: seconds).run()
        case .logs: return try logs(settings, arguments)
        default: throw .usage("'\(command.rawValue)' is a command of the control script, bin/NAME")
        }
    }

    private func daemon(_ settings: NodeSettings, _ arguments: [String]) throws(NodeControlError) -> Int32 {
        if let resumption = Resumption.left() {
            return try DaemonLaunch(settings: settings, arguments: arguments).resume(resumption)
        }
        try ClientSignals.hear()
        return try DaemonStart(settings: settings, arguments: arguments, launcher: ownPath()).run()
    }

    private func launch(_ arguments: [String]) throws(NodeControlError) -> Int32 {
        let settings = try NodeSettings(Environment.value(of:))
        let rest = arguments.first == "--" ? Array(arguments.dropFirst()) : arguments
        return try DaemonLaunch(settings: settings, arguments: rest).run()
    }

    private func ownPath() throws(NodeControlError) -> String {
        if let path = arguments.first, path.hasPrefix("/") { return path }
        return try NodeControlError.system { () throws(PosixError) in try CurrentProcess.executablePath() }
    }

    private func rpc(_ settings: NodeSettings, _ arguments: CommandArguments) throws(NodeControlError) -> Int32 {
        var rest = arguments.rest
        let expression: String
        if let path = arguments.values["--file"] {
            expression = try text(of: path)
        } else if let first = rest.first {
            expression = first
            rest.removeFirst()
        } else {
            throw .usage("missing expected argument '<expression>'; \(NodeCommand.rpc.hint)")
        }
        let mode: EvaluationMode =
            switch (arguments.flags.contains("--call"), arguments.flags.contains("--swift")) {
            case (true, true): throw .usage("'--call' and '--swift' exclude each other; \(NodeCommand.rpc.hint)")
            case (true, false): .call
            case (false, true): .swift
            case (false, false): .auto
            }
        return try RpcCommand(
            settings: settings,
            parameters: EvaluationParameters(expression: expression, mode: mode, arguments: rest),
            asJSON: arguments.flags.contains("--json"),
            seconds: arguments.timeout()
        ).run()
    }

    private func text(of path: String) throws(NodeControlError) -> String {
        do throws(PosixError) {
            let bytes = path == "-" ? try FileDescriptor.standardInput.readToEnd() : try Files.read(path)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw .input(error)
        }
    }

    private func logs(_ settings: NodeSettings, _ arguments: CommandArguments) throws(NodeControlError) -> Int32 {
        var count = LogsCommand.defaultCount
        if let text = arguments.values["-n"] {
            guard let number = Int(text), number >= 0 else {
                throw .usage("-n is '\(text)'; it must be a number of lines")
            }
            count = number
        }
        let follows = arguments.flags.contains("--follow")
        return try LogsCommand(settings: settings, count: count, follows: follows).run()
    }

    private func help(_ topics: [String]) throws(NodeControlError) -> Int32 {
        let program = Environment.value(of: "RELEASE_PROG") ?? "nodectl"
        guard let topic = topics.first else {
            let names = NodeCommand.allCases.map(\.rawValue).joined(separator: ", ")
            try NodeControlError.printing("USAGE: \(program) <command>\n\nCOMMANDS: \(names)")
            return ExitCode.done.rawValue
        }
        guard let command = NodeCommand(rawValue: topic) else { throw .usage("unknown command '\(topic)'; see 'help'") }
        let linksBoot = Environment.value(of: "RELEASE_BOOT") != "0"
        try NodeControlError.printing(command.help(program: program, linksBoot: linksBoot))
        return ExitCode.done.rawValue
    }
}
