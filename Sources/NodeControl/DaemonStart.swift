import ControlProtocol
import Posix

/// `daemon`: starts a launcher in a session of its own and waits until the program is ready.
struct DaemonStart {
    let settings: NodeSettings
    /// For the program.
    let arguments: [String]
    /// The path of this program, which the launcher runs.
    let launcher: String

    /// How many lines of the log are shown when a boot has failed.
    static let shownLines = 20

    func run() throws(NodeControlError) -> Int32 {
        try checkEverything()
        let began = Clocks.now()
        let report = try startLauncher()
        switch report {
        case .ready?: return ExitCode.done.rawValue
        case .locked(let owner)?: throw .alreadyRunning(node: settings.node, pid: owner)
        case .failed(let code, let reason)?:
            LogTail(settings.logFile).show(since: began, limit: Self.shownLines)
            throw .bootFailed(node: settings.node, code: Self.exitCode(code), reason: reason, log: settings.logFile)
        case nil:
            LogTail(settings.logFile).show(since: began, limit: Self.shownLines)
            let reason = "its launcher has ended unexpectedly"
            throw .bootFailed(node: settings.node, code: ExitCode.fault.rawValue, reason: reason, log: settings.logFile)
        }
    }

    /// The program's own codes mean something else than ours, apart from those that both agree on.
    static func exitCode(_ code: Int32) -> Int32 {
        let shared = [
            ExitCode.configuration.rawValue, ExitCode.missing.rawValue, ExitCode.deadline.rawValue,
            ExitCode.notNow.rawValue, ExitCode.otherUser.rawValue,
        ]
        return shared.contains(code) ? code : ExitCode.failed.rawValue
    }

    /// Whatever can be known to fail is said here, on the terminal, rather than in a log.
    private func checkEverything() throws(NodeControlError) {
        try ProgramLaunch.check(settings)
        if !settings.hasSocket { _ = try ProgramFlags(of: settings) }
        let directory = NodeDirectory(settings: settings)
        try directory.prepare()
        try NodeLock(settings: settings).checkFree()
        try directory.prepareLog()
        let log = try LogSettings(path: settings.logFile, Environment.value(of:))
        do throws(PosixError) {
            try LogFile(log).descriptor.close()
        } catch {
            throw .temporaryDirectory(path: settings.logFile, reason: "cannot be written to: \(error.code)")
        }
    }

    private func startLauncher() throws(NodeControlError) -> BootReport? {
        try NodeControlError.system { () throws(PosixError) in
            let pipe = try Pipe()
            let nothing = try FileDescriptor.open("/dev/null", .readWrite)
            var subprocess = Subprocess(launcher, ["launch", "--"] + arguments)
            subprocess.descriptors = [0: nothing, 1: nothing, 2: nothing, DaemonLaunch.report: pipe.writeEnd]
            subprocess.startsSession = true
            subprocess.blockedSignals = Launcher.signals
            _ = try subprocess.start()
            pipe.writeEnd.close()
            var reader = BootReportReader(pipe.readEnd)
            while true {
                switch try reader.read() {
                case .report(let report)?: return report
                case .end?: return nil
                case nil: continue
                }
            }
        }
    }
}
