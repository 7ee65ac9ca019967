import ControlProtocol
import Posix

extension Launcher {
    /// Executes the control script again, in this process: script, settings and flags are read afresh, while lock,
    /// pid and output pipe stay.
    mutating func restart() {
        record.socket = nil
        writeRecord()
        do throws(PosixError) {
            log?.endLine()
            let losses = log?.losses ?? formerLosses
            try execute(Resumption(lock: pidFile.descriptor, output: output, losses: losses))
        } catch {
            let reason = "cannot restart: \(error)"
            let actions = state.handle(.notStarted(reason: reason))
            perform(actions.isEmpty ? [.note(reason), .finish(ExitCode.missing.rawValue)] : actions)
        }
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
