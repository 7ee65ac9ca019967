import Posix

/// `start`: becomes the program, or its parent where somebody must stay.
struct ForegroundStart {
    let settings: NodeSettings
    /// For the program.
    let arguments: [String]
    /// Stay as the parent, whatever the program is.
    let staysAsParent: Bool

    func run() throws(NodeControlError) -> Int32 {
        try ProgramLaunch.check(settings)
        let resumption = Resumption.left()
        let lock = NodeLock(settings: settings)
        let pidFile = try lock.take(resumption?.lock)
        let socket = try lock.socket()
        let launch = try ProgramLaunch(settings: settings, arguments: arguments, socket: socket)
        if settings.hasSocket, !staysAsParent, settings.heart == nil, resumption == nil, CurrentProcess.id != 1 {
            try become(launch, pidFile, socket)
        }
        var launcher = try NodeControlError.system { () throws(PosixError) in
            try Launcher(
                settings: settings,
                arguments: arguments,
                pidFile: pidFile,
                socket: socket,
                isRestart: resumption != nil
            )
        }
        return try launcher.run(launch)
    }

    private func become(_ launch: ProgramLaunch, _ pidFile: PidFile, _ socket: String?) throws(NodeControlError) {
        let record = PidRecord(program: CurrentProcess.id, socket: socket, started: Clocks.now().seconds)
        do throws(PosixError) {
            try pidFile.write(record)
        } catch {
            throw .temporaryDirectory(path: pidFile.path, reason: "\(error.code)")
        }
        try launch.execute(holding: pidFile)
    }
}
