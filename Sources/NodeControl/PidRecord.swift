/// What the pid file says: which processes are the node, where its socket is, how far it has come.
///
/// One `KEY VALUE` a line; a reader passes over keys that it does not know.
package struct PidRecord: Hashable, Sendable {
    /// How far the program has come, as its launcher knows; a node without a launcher says it through its socket.
    package enum Phase: String, Sendable {
        case booting, running, stopping
    }

    /// The program; nobody while a launcher is between two of them.
    package var program: Int32?
    package var launcher: Int32?
    package var socket: String?
    /// When the program was started, in seconds since 1970.
    package var started: Int?
    package var phase: Phase?
    /// The exit code a launcher ended with.
    package var exitCode: Int32?

    package init(
        program: Int32? = nil,
        launcher: Int32? = nil,
        socket: String? = nil,
        started: Int? = nil,
        phase: Phase? = nil,
        exitCode: Int32? = nil
    ) {
        self.program = program
        self.launcher = launcher
        self.socket = socket
        self.started = started
        self.phase = phase
        self.exitCode = exitCode
    }

    /// Reads what a pid file holds; lines that make no sense count as absent.
    package init(text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = String(parts[1])
            switch parts[0] {
            case "pid": program = Self.process(value)
            case "launcher": launcher = Self.process(value)
            case "socket": socket = value
            case "started": started = Int(value)
            case "phase": phase = Phase(rawValue: value)
            case "exit": exitCode = Int32(value)
            default: continue
            }
        }
    }

    private static func process(_ text: String) -> Int32? {
        guard let pid = Int32(text), pid > 0 else { return nil }
        return pid
    }

    /// The lines of the file.
    package var text: String {
        var lines: [String] = []
        if let program { lines.append("pid \(program)") }
        if let launcher { lines.append("launcher \(launcher)") }
        if let socket { lines.append("socket \(socket)") }
        if let started { lines.append("started \(started)") }
        if let phase { lines.append("phase \(phase.rawValue)") }
        if let exitCode { lines.append("exit \(exitCode)") }
        return lines.map { $0 + "\n" }.joined()
    }
}
