import Glibc

/// How a child process ended.
package enum WaitStatus: Hashable, Sendable {
    case exited(Int32)
    case signaled(Signal)

    init(rawStatus: Int32) {
        let number = rawStatus & 0x7f
        self = number == 0 ? .exited((rawStatus >> 8) & 0xff) : .signaled(Signal(rawValue: number))
    }

    /// The status a shell would report: the exit code, or 128 and the number of the signal.
    package var shellCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal.rawValue
        }
    }
}

/// Waiting for children.
package enum Children {
    /// Waits until a child ends and takes its status.
    package static func wait(for child: Int32) throws(PosixError) -> WaitStatus {
        var raw: Int32 = 0
        try checked("waitpid") { waitpid(child, &raw, 0) }
        return WaitStatus(rawStatus: raw)
    }

    /// Takes the status of a child that has ended, or nil while it runs.
    package static func poll(_ child: Int32) throws(PosixError) -> WaitStatus? {
        var raw: Int32 = 0
        let pid = try checked("waitpid") { waitpid(child, &raw, WNOHANG) }
        return pid == 0 ? nil : WaitStatus(rawStatus: raw)
    }

    /// Takes the status of any one child that has ended, or nil when none has (or there is none at all).
    package static func reapAny() throws(PosixError) -> (child: Int32, status: WaitStatus)? {
        var raw: Int32 = 0
        do throws(PosixError) {
            let pid = try checked("waitpid") { waitpid(-1, &raw, WNOHANG) }
            return pid == 0 ? nil : (pid, WaitStatus(rawStatus: raw))
        } catch  where error.code == .noChild {
            return nil
        }
    }
}
