import Posix

/// A node that runs although nobody has the lock of its name: its pid file is another one now, or its launcher is gone.
struct StrayNode {
    /// The process that listens at its socket, where that can be seen.
    let process: Int32?

    /// Whoever listens at a path; nil when nobody does.
    static func listening(at path: String) -> StrayNode? {
        guard Files.exists(path) else { return nil }
        // A socket that a dead node has left refuses at once.
        guard let connection = try? UnixSocket.connect(to: path, until: .after(seconds: 1)) else { return nil }
        defer { connection.close() }
        return StrayNode(process: (try? UnixSocket.peer(of: connection))?.process)
    }

    /// The launcher that a program still has.
    static func launcher(of program: Int32) -> Int32? {
        guard let parent = ProcessNumbers.parent(of: program) else { return nil }
        let variables = (try? Files.read("/proc/\(program)/environ")) ?? []
        let wanted = Array("RELEASE_LAUNCHER_PID=\(parent)".utf8)
        return variables.split(separator: 0).contains { $0.elementsEqual(wanted) } ? parent : nil
    }

    /// The one of these settings, looked for where its socket would be.
    static func find(_ settings: NodeSettings) -> StrayNode? {
        guard settings.hasSocket else { return nil }
        let path = SocketPath.place(
            preferred: settings.preferredSocket,
            runtimeDirectory: Environment.value(of: "XDG_RUNTIME_DIR"),
            user: CurrentProcess.effectiveUser
        )
        return path.flatMap(listening)
    }
}
