import Posix

/// The launcher of a daemon, from the moment it runs by itself, or again after a restart.
struct DaemonLaunch {
    let settings: NodeSettings
    /// For the program.
    let arguments: [String]

    /// The descriptor on which the command that started us awaits a report.
    static let report: Int32 = 3

    /// Begins a daemon, as the child of the command that waits for it.
    func run() throws(NodeControlError) -> Int32 {
        let listener = FileDescriptor(rawValue: Self.report)
        do throws(NodeControlError) {
            return try launch(resuming: nil, listener: listener)
        } catch {
            let report =
                if case .alreadyRunning(_, let pid) = error {
                    BootReport.locked(owner: pid)
                } else {
                    BootReport.failed(code: error.exitCode, reason: error.description)
                }
            // The command that started us may be gone; its exit code was all that this is for.
            _ = try? listener.write(report.line)
            throw error
        }
    }

    /// Goes on after a restart, in the process that was the launcher before.
    func resume(_ resumption: Resumption) throws(NodeControlError) -> Int32 {
        try launch(resuming: resumption, listener: nil)
    }

    private func launch(resuming resumption: Resumption?, listener: FileDescriptor?) throws(NodeControlError) -> Int32 {
        let pidFile: PidFile
        if let resumption {
            pidFile = PidFile(descriptor: resumption.lock, path: settings.pidFile)
        } else {
            try ProgramLaunch.check(settings)
            pidFile = try NodeLock(settings: settings).take(nil)
        }
        var launcher = try NodeControlError.system { () throws(PosixError) in
            try Launcher(
                settings: settings,
                arguments: arguments,
                pidFile: pidFile,
                hasLog: true,
                listener: listener,
                resuming: resumption
            )
        }
        return try launcher.run { launcher throws(NodeControlError) in
            try prepareLog(of: &launcher)
            return try launcher.makeLaunch()
        }
    }

    private func prepareLog(of launcher: inout Launcher) throws(NodeControlError) {
        try NodeDirectory(settings: settings).prepareLog()
        let logSettings = try LogSettings(path: settings.logFile, Environment.value(of:))
        try NodeControlError.system { () throws(PosixError) in
            launcher.log = try LogWriter(logSettings, losses: launcher.formerLosses)
            let output: Resumption.Ends = if let kept = launcher.output { kept } else { try Self.makePipe() }
            try output.readEnd.setNonBlocking(true)
            for end in [output.readEnd, output.writeEnd] { try end.setCloseOnExec(true) }
            launcher.output = output
            try launcher.pidFile.descriptor.setCloseOnExec(true)
            try letGoOfOutput()
        }
    }

    private static func makePipe() throws(PosixError) -> Resumption.Ends {
        let pipe = try Pipe()
        return Resumption.Ends(readEnd: pipe.readEnd, writeEnd: pipe.writeEnd)
    }

    /// The script we come from had the log as its output; a file that is rotated away must not be held open.
    private func letGoOfOutput() throws(PosixError) {
        let nothing = try FileDescriptor.open("/dev/null", .readWrite)
        try nothing.duplicate(as: 0)
        try nothing.duplicate(as: 1)
        try nothing.duplicate(as: 2)
        nothing.close()
    }
}
