import Posix

/// The program of a release, ready to be started: its arguments, its environment and what it must know of us.
struct ProgramLaunch {
    let settings: NodeSettings
    let arguments: [String]
    private(set) var environment: ProgramEnvironment

    /// Reads the flags in `vm.args` and puts their limits on this process, unless the program does that itself.
    init(settings: NodeSettings, arguments: [String], socket: String?) throws(NodeControlError) {
        self.settings = settings
        let flags = settings.hasSocket ? ProgramFlags() : try ProgramFlags(of: settings)
        try flags.applyLimits()
        self.arguments = flags.arguments + arguments
        environment = ProgramEnvironment(Environment.snapshot())
        environment.add(flags)
        environment.variables["RELEASE_SOCKET"] = socket
        environment.variables["RELEASE_NODE"] = settings.node
    }

    /// The program as a child of a launcher.
    ///
    /// TERM and INT are held back from its first instruction on until it can handle them, if it links Boot.
    var subprocess: Subprocess {
        var variables = environment.variables
        variables["RELEASE_LAUNCHER_PID"] = "\(CurrentProcess.id)"
        var subprocess = Subprocess(settings.program, arguments, environment: variables)
        // Without its launcher it has neither log nor lock: no command would find it, and no second node could start.
        subprocess.parentDeathSignal = .terminate
        if settings.hasSocket { subprocess.blockedSignals = [.terminate, .interrupt] }
        return subprocess
    }

    /// Becomes the program, which keeps the pid, the lock and the signals that are held back.
    func execute(holding pidFile: PidFile) throws(NodeControlError) -> Never {
        var variables = environment.variables
        variables["RELEASE_LOCK_FD"] = "\(pidFile.descriptor.rawValue)"
        do throws(PosixError) {
            try pidFile.descriptor.setCloseOnExec(false)
            try CurrentProcess.execute(
                settings.program,
                arguments: [settings.program] + arguments,
                environment: variables
            )
        } catch {
            throw Self.error(error)
        }
    }

    /// Looks whether there is a program at all, before anything is made for it.
    static func check(_ settings: NodeSettings) throws(NodeControlError) {
        guard !settings.program.isEmpty else { throw .missingVariable("RELEASE_PROGRAM") }
        guard !Files.isExecutable(settings.program) else { return }
        let reason =
            Files.exists(settings.program) ? "cannot be executed by this user" : "is missing: unpack the release again"
        throw .program(path: settings.program, reason: reason)
    }

    /// Why the program could not be executed, in words for those who run it.
    static func error(_ error: PosixError) -> NodeControlError {
        guard error.call == "execve", let path = error.path else { return .system(error) }
        switch error.code {
        case .notFound where Files.exists(path):
            return .program(path: path, reason: "its loader is missing: this host does not have the glibc it needs")
        case .notFound: return .program(path: path, reason: "is missing: unpack the release again")
        case .notExecutable: return .program(path: path, reason: "is built for another kind of machine")
        default: return .program(path: path, reason: "cannot be executed: \(error.code)")
        }
    }
}
