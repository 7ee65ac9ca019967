import ControlProtocol

/// What a node is doing, as seen from outside; a process has no pid where it cannot be seen.
package enum NodeCondition: Hashable, Sendable {
    case down
    case booting(pid: Int32?)
    case running(pid: Int32?)
    case stopping(pid: Int32?)
    /// Its socket accepts, but nothing answers within the deadline.
    case hung(pid: Int32?)
    /// It runs, but its control socket is gone; a launcher can start it again with another one.
    case withoutSocket(pid: Int32?, path: String, hasLauncher: Bool)
    /// It listens at its socket, but nobody has its lock, by which all commands find it: its pid file was removed or
    /// replaced, or the launcher that had the lock was killed while the program could not end.
    case unlocked(pid: Int32?, path: String)
    /// It belongs to another user, if that much can be seen.
    case foreign(user: UInt32?)

    /// The word for the state in `status` and in machine-readable output.
    package var word: String {
        switch self {
        case .down: "down"
        case .booting: "booting"
        case .running: "running"
        case .stopping: "stopping"
        case .hung: "hung"
        case .withoutSocket: "unreachable"
        case .unlocked: "lost"
        case .foreign: "foreign"
        }
    }

    /// The process that is the node, where it is known.
    package var pid: Int32? {
        switch self {
        case .booting(let pid), .running(let pid), .stopping(let pid), .hung(let pid): pid
        case .withoutSocket(let pid, _, _): pid
        case .unlocked(let pid, _): pid
        case .down, .foreign: nil
        }
    }

    /// The exit code of every command that needs the node to be running.
    package var exitCode: Int32 {
        switch self {
        case .running: ExitCode.done.rawValue
        case .down, .unlocked: ExitCode.down.rawValue
        case .booting, .stopping, .withoutSocket: ExitCode.notNow.rawValue
        case .hung: ExitCode.deadline.rawValue
        case .foreign: ExitCode.otherUser.rawValue
        }
    }

    /// One sentence about the state and, where there is something to do, another about that.
    package func message(node: String) -> String {
        switch self {
        case .down:
            "node \(node) is down; 'start' or 'daemon' starts it"
        case .booting(let pid):
            "node \(node) is booting (\(Self.process(pid))); try again in a moment"
        case .running(let pid):
            "node \(node) is running (\(Self.process(pid)))"
        case .stopping(let pid):
            "node \(node) is stopping (\(Self.process(pid)))"
        case .hung(let pid):
            "node \(node) does not answer (\(Self.process(pid))); 'stop --force'\(pid == nil ? " where it runs" : "") ends it"
        case .withoutSocket(let pid, let path, let hasLauncher):
            "node \(node) runs (\(Self.process(pid))), but its control socket \(path) is not there; "
                + Self.remedy(isSeen: pid != nil, hasLauncher: hasLauncher)
        case .unlocked(let pid?, let path):
            "node \(node) runs (pid \(pid)), but nobody holds its pid file \(path): it was removed or replaced, or the "
                + "launcher was killed; 'kill \(pid)' stops it, 'stop --force' even if it hangs, then it can be started"
        case .unlocked(nil, let path):
            "node \(node) runs (\(Self.process(nil))), but nobody holds its pid file \(path): it was removed or "
                + "replaced, or the launcher was killed; end it where it runs, then it can be started"
        case .foreign(let user?):
            "node \(node) belongs to another user (uid \(user)); run this as that user or as root"
        case .foreign(nil):
            "node \(node) belongs to another user; run this as that user or as root"
        }
    }

    private static func process(_ pid: Int32?) -> String {
        pid.map { "pid \($0)" } ?? "in a process that cannot be seen from here"
    }

    /// What to do about a socket that is not there.
    private static func remedy(isSeen: Bool, hasLauncher: Bool) -> String {
        guard isSeen else { return "'stop' works where it runs" }
        return hasLauncher ? "'restart' makes it anew, 'stop' works" : "'stop' works, and the next start makes it anew"
    }
}
