import Glibc

/// A signal by number.
package struct Signal: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let hangUp = Signal(rawValue: SIGHUP)
    package static let interrupt = Signal(rawValue: SIGINT)
    package static let quit = Signal(rawValue: SIGQUIT)
    package static let abort = Signal(rawValue: SIGABRT)
    package static let kill = Signal(rawValue: SIGKILL)
    package static let user1 = Signal(rawValue: SIGUSR1)
    package static let user2 = Signal(rawValue: SIGUSR2)
    package static let pipe = Signal(rawValue: SIGPIPE)
    package static let terminate = Signal(rawValue: SIGTERM)
    package static let child = Signal(rawValue: SIGCHLD)
    package static let `continue` = Signal(rawValue: SIGCONT)
    package static let stop = Signal(rawValue: SIGSTOP)
    package static let windowChange = Signal(rawValue: SIGWINCH)

    private static let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1",
        SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM",
        SIGCHLD: "SIGCHLD", SIGCONT: "SIGCONT", SIGSTOP: "SIGSTOP", SIGTSTP: "SIGTSTP", SIGWINCH: "SIGWINCH",
        SIGSYS: "SIGSYS", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ",
    ]

    package var description: String { Self.names[rawValue] ?? "signal \(rawValue)" }

    /// Sends the signal to a process (a negative number is a group); signal 0 only asks whether it exists.
    package func send(to process: Int32) throws(PosixError) {
        try checked("kill") { Glibc.kill(process, rawValue) }
    }
}
