import ControlProtocol
import NodeControl
import Posix

/// The program `nodeshell`: what the control script becomes for `remote`.
package struct RemoteShellProgram {
    /// The whole argument vector, the program's own path first.
    package let arguments: [String]

    package init(arguments: [String]) {
        self.arguments = arguments
    }

    /// Runs the shell to its end and says with which status to end.
    package func run() -> Int32 {
        do throws(NodeControlError) {
            try ClientSignals.hear()
            let rest = Array(arguments.dropFirst())
            if rest.first == "--help" || rest.first == "-h" { return try help() }
            let command = try CommandArguments(try flags() + rest, of: .remote)
            try command.requireNothing(.remote)
            let settings = try NodeSettings(Environment.value(of:))
            let seconds = try command.timeout() ?? settings.deadlines.call
            return try session(settings, seconds: seconds)
        } catch {
            ShellOutput.complain(error.description)
            return error.exitCode
        }
    }

    /// The flags of `remote.vm.args`; those of the command line come later and win.
    private func flags() throws(NodeControlError) -> [String] {
        guard let path = Environment.value(of: "RELEASE_REMOTE_VM_ARGS") else { return [] }
        let text: String
        do throws(PosixError) {
            text = try Files.readText(path, limit: 1 << 20)
        } catch  where error.code == .notFound {
            return []
        } catch {
            throw .input(error)
        }
        return try FlagFile(text: text, path: path).lines.flatMap(\.words)
    }

    private func session(_ settings: NodeSettings, seconds: Double) throws(NodeControlError) -> Int32 {
        let isInteractive = FileDescriptor.standardInput.isTerminal
        var interrupts: SignalDescriptor?
        do throws(PosixError) {
            // Ctrl-C ends an evaluation, not the shell; a script is ended like any other program.
            if isInteractive {
                try Signals.block([.interrupt])
                interrupts = try SignalDescriptor([.interrupt])
            }
        } catch {
            throw .system(error)
        }
        var session = ShellSession(
            settings: settings,
            seconds: seconds,
            isInteractive: isInteractive,
            interrupts: interrupts
        )
        return try session.run()
    }

    private func help() throws(NodeControlError) -> Int32 {
        let program = Environment.value(of: "RELEASE_PROG") ?? "nodeshell"
        let linksBoot = Environment.value(of: "RELEASE_BOOT") != "0"
        try NodeControlError.printing(NodeCommand.remote.help(program: program, linksBoot: linksBoot))
        return ExitCode.done.rawValue
    }
}
