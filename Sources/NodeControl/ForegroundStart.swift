import Posix

/// `start`: becomes the program, or its parent where somebody must stay.
struct ForegroundStart {
    let settings: NodeSettings
    /// For the program.
    let arguments: [String]
    /// Stay as the parent, whatever the program is.
    let staysAsParent: Bool

    func run() throws(NodeControlError) -> Int32 {
        let resumption = Resumption.left()
        if let resumption {
            return try launch(PidFile(descriptor: resumption.lock, path: settings.pidFile), resuming: resumption)
        }
        try ProgramLaunch.check(settings)
        let pidFile = try NodeLock(settings: settings).take(nil)
        if settings.hasSocket, !staysAsParent, settings.heart == nil, CurrentProcess.id != 1 { try become(pidFile) }
        return try launch(pidFile, resuming: nil)
    }

    private func launch(_ pidFile: PidFile, resuming resumption: Resumption?) throws(NodeControlError) -> Int32 {
        var launcher = try NodeControlError.system { () throws(PosixError) in
            try Launcher(settings: settings, arguments: arguments, pidFile: pidFile, resuming: resumption)
        }
        return try launcher.run { launcher throws(NodeControlError) in try launcher.makeLaunch() }
    }

    private func become(_ pidFile: PidFile) throws(NodeControlError) -> Never {
        let socket = try NodeLock(settings: settings).socket()
        let launch = try ProgramLaunch(settings: settings, arguments: arguments, socket: socket)
        // Held back before anybody can find the process: the program is to hear what is sent from then on.
        try NodeControlError.system { () throws(PosixError) in try Signals.block([.terminate, .interrupt]) }
        let record = PidRecord(program: CurrentProcess.id, socket: socket, started: Clocks.now().seconds)
        try pidFile.begin(record)
        try launch.execute(holding: pidFile)
    }
}
