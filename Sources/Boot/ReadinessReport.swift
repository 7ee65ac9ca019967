import Posix

/// Tells the launcher that waits on `RELEASE_READY_FD` how the boot went: `ready`, or `failed CODE MESSAGE`.
enum ReadinessReport {
    static func ready(on descriptor: Int32?) {
        send("ready\n", on: descriptor)
    }

    static func failed(_ code: Int32, _ message: String, on descriptor: Int32?) {
        let line = message.split(whereSeparator: \.isNewline).joined(separator: "; ")
        send("failed \(code) \(line)\n", on: descriptor)
    }

    private static func send(_ line: String, on descriptor: Int32?) {
        guard let descriptor else { return }
        let file = FileDescriptor(rawValue: descriptor)
        do {
            try file.write(line)
        } catch {
            // The launcher has gone; its absence is not this node's failure.
        }
        file.close()
    }
}
