import ControlProtocol
package import Posix

/// Why a command of `bin/NAME` did not do what it was asked to.
package enum NodeControlError: Error, Hashable, Sendable, CustomStringConvertible {
    case usage(String)
    /// Not started by the control script, which tells us where everything is.
    case missingVariable(String)
    case setting(name: String, value: String, expected: String)
    case argumentsFile(path: String, line: Int, reason: String)
    case condition(NodeCondition, node: String)
    case alreadyRunning(node: String, pid: Int32?)
    /// A node of that name runs, which those who look for it by its pid file do not find.
    case runsUnlocked(node: String, pid: Int32?, path: String)
    /// The node's process cannot be seen from here, and it cannot be asked through a socket.
    case outOfReach(node: String)
    /// The lock of the pid file is held by a process that the file does not name.
    case lockedByOther(node: String, pid: Int32, path: String)
    case temporaryDirectory(path: String, reason: String)
    /// The directory that the node writes to is another user's, as whom alone it can be started, by root neither.
    case directoryOfOther(node: String, path: String, user: UInt32)
    case program(path: String, reason: String)
    case bootFailed(node: String, code: Int32, reason: String, log: String?)
    case stopDeadline(node: String, pid: Int32?, seconds: Double)
    case restartDeadline(node: String, seconds: Double)
    case callDeadline(node: String, seconds: Double)
    case vanished(node: String)
    case notUnderstood(node: String, reason: String)
    /// The node answered with an error.
    case refused(message: String, exit: Int32)
    case noLog(path: String)
    case noSocket(node: String)
    case input(PosixError)
    case system(PosixError)

    package var exitCode: Int32 {
        switch self {
        case .usage, .missingVariable, .noSocket: ExitCode.usage.rawValue
        case .setting, .argumentsFile, .temporaryDirectory: ExitCode.configuration.rawValue
        case .condition(let state, _): state.exitCode
        case .directoryOfOther: ExitCode.otherUser.rawValue
        case .alreadyRunning, .runsUnlocked, .outOfReach, .lockedByOther: ExitCode.notNow.rawValue
        case .program: ExitCode.missing.rawValue
        case .bootFailed(_, let code, _, _): code
        case .stopDeadline, .restartDeadline, .callDeadline: ExitCode.deadline.rawValue
        case .vanished, .noLog: ExitCode.down.rawValue
        case .notUnderstood: ExitCode.fault.rawValue
        case .refused(_, let exit): exit
        case .input: ExitCode.usage.rawValue
        case .system(let error): error.code == .accessDenied ? ExitCode.otherUser.rawValue : ExitCode.fault.rawValue
        }
    }

    package var description: String {
        switch self {
        case .usage(let text): text
        case .missingVariable(let name): "\(name) is not set; call the bin/NAME script of the release, which sets it"
        case .setting(let name, let value, let expected): "\(name) is '\(value)'; it must be \(expected)"
        case .argumentsFile(let path, let line, let reason): "\(path):\(line): \(reason)"
        case .condition(let state, let node): state.message(node: node)
        case .alreadyRunning(let node, let pid?): "node \(node) is already running (pid \(pid))"
        case .alreadyRunning(let node, nil):
            "node \(node) is already running, in a process that cannot be seen from here"
        case .runsUnlocked(let node, let pid, let path):
            NodeCondition.unlocked(pid: pid, path: path).message(node: node)
        case .outOfReach(let node):
            "node \(node) runs in a process that cannot be seen from here; this works only where it runs"
        case .lockedByOther(let node, let pid, let path):
            "process \(pid) has locked \(path), but is not node \(node) by what stands there; nothing was done to it"
        case .temporaryDirectory(let path, let reason):
            "\(path): \(reason); the node keeps its socket, pid file and log there: set RELEASE_TMP to a directory of its user"
        case .directoryOfOther(let node, let path, let user):
            "node \(node) belongs to another user (uid \(user)), whose directory \(path) is; start it as that user"
        case .program(let path, let reason): "\(path): \(reason)"
        case .bootFailed(let node, _, let reason, let log?): "node \(node) did not start: \(reason); its log is \(log)"
        case .bootFailed(let node, _, let reason, nil): "node \(node) did not start: \(reason)"
        case .stopDeadline(let node, nil, let seconds):
            "node \(node) has not ended within \(seconds.plain) s; 'stop --force' where it runs ends it"
        case .stopDeadline(let node, let pid?, let seconds):
            "node \(node) (pid \(pid)) has not ended within \(seconds.plain) s; 'stop --force' ends it"
        case .restartDeadline(let node, let seconds):
            "node \(node) was not ready again within \(seconds.plain) s; see 'status' and 'logs'"
        case .callDeadline(let node, let seconds): "node \(node) has not answered within \(seconds.plain) s"
        case .vanished(let node): "node \(node) has closed the connection before it answered"
        case .notUnderstood(let node, let reason): "cannot talk to node \(node): \(reason)"
        case .refused(let message, _): message
        case .noLog(let path): "there is no log at \(path); a node in the foreground writes to its terminal or journal"
        case .noSocket(let node): "the program of node \(node) does not link Boot, so it cannot evaluate"
        case .input(let error): "\(error)"
        case .system(let error): "\(error)"
        }
    }
}

extension Double {
    /// The number without a fraction that is zero: 15, 0.5.
    package var plain: String {
        self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)"
    }
}
