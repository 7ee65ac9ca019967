import ControlProtocol
import Posix

extension Launcher {
    /// Executes the control script again, in this process: script, settings and flags are read afresh, while lock,
    /// pid and output pipe stay.
    mutating func restart() {
        record.socket = nil
        writeRecord()
        log?.endLine()
        do throws(NodeControlError) {
            if settings.heart != nil { try tryScript() }
            let losses = log?.losses ?? formerLosses
            try NodeControlError.system { () throws(PosixError) in
                try execute(Resumption(lock: pidFile.descriptor, output: output, losses: losses))
            }
        } catch {
            let reason = "cannot restart: \(error)"
            let actions = state.handle(.notStarted(reason: reason))
            perform(actions.isEmpty ? [.note(reason), .finish(ExitCode.missing.rawValue)] : actions)
        }
    }

    /// Has the script do all that it does before it becomes one of our programs, for a command that changes nothing:
    /// where its settings are broken or parts of the release are missing, nobody would be left to try again.
    private func tryScript() throws(NodeControlError) {
        let command = ["help", settings.command]
        let status = try NodeControlError.system { () throws(PosixError) in
            let nothing = try FileDescriptor.open("/dev/null", .readWrite)
            defer { nothing.close() }
            var script = Subprocess(
                settings.script,
                command,
                environment: ProgramEnvironment.original(Environment.snapshot())
            )
            script.descriptors = [0: nothing, 1: nothing, 2: log?.descriptor ?? .standardError]
            script.parentDeathSignal = .kill
            return try Children.wait(for: script.start())
        }
        guard status != .exited(ExitCode.done.rawValue) else { return }
        throw .program(path: settings.script, reason: "'\(command.joined(separator: " "))' \(status.text)")
    }

    private mutating func execute(_ resumption: Resumption) throws(PosixError) -> Never {
        for descriptor in resumption.descriptors { try descriptor.setCloseOnExec(false) }
        if let log {
            // What the script or its env.sh complain about belongs into the log as well.
            try log.descriptor.duplicate(as: 1)
            try log.descriptor.duplicate(as: 2)
        }
        try Signals.unblock([.child])
        var environment = ProgramEnvironment.original(Environment.snapshot())
        environment["RELEASE_RESUME"] = resumption.text
        do throws(PosixError) {
            try CurrentProcess.execute(
                settings.script,
                arguments: [settings.script, settings.command] + (arguments.isEmpty ? [] : ["--"] + arguments),
                environment: environment
            )
        } catch {
            try Signals.block([.child])
            throw error
        }
    }
}
