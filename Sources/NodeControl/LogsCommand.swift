import ControlProtocol
import Posix

/// `logs`: prints the last lines of the log and, if asked to, what comes.
struct LogsCommand {
    let settings: NodeSettings
    let count: Int
    let follows: Bool

    static let defaultCount = 100

    func run() throws(NodeControlError) -> Int32 {
        do throws(PosixError) {
            var follower = follows ? try LogFollower(settings.logFile, directory: settings.logDirectory) : nil
            let lines = try LogTail(settings.logFile).lastLines(count, size: follower?.start)
            try FileDescriptor.standardOutput.write(lines.map { $0 + "\n" }.joined())
            // Until a signal ends it.
            while follower != nil {
                if let bytes = try follower?.next(for: .standardOutput) {
                    try FileDescriptor.standardOutput.write(bytes)
                }
            }
            return ExitCode.done.rawValue
        } catch  where error.code == .notFound {
            throw .noLog(path: settings.logFile)
        } catch  where error.code == .brokenPipe {
            return ExitCode.done.rawValue
        } catch  where error.code == .accessDenied {
            throw .condition(.foreign(user: NodeDirectory.owner(of: settings.logFile)), node: settings.node)
        } catch {
            throw .system(error)
        }
    }
}
