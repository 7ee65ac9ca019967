import ControlProtocol
import ControlSocket
import Glibc
import JSONValues
import Posix

/// A process that looks like a node from outside.
struct FakeNode {
    let mode: String

    static func limitLife(seconds: UInt32) {
        alarm(seconds)
    }

    func run() -> Never {
        _ = try? FileDescriptor.standardOutput.write(
            "fake node \(mode) \(CommandLine.arguments.dropFirst().joined(separator: " "))\n"
        )
        do {
            try boot()
        } catch {
            complain("error: \(error)")
            exit(70)
        }
    }

    private func boot() throws -> Never {
        let signals: [Signal] = [.terminate, .interrupt, .quit]
        try Signals.block(signals)
        switch mode {
        case "failing":
            complain("the port is missing")
            report("failed 78 the port is missing\n")
            exit(78)
        case "crashing":
            complain("everything is broken")
            exit(3)
        default: break
        }
        guard let path = Environment.value(of: "RELEASE_SOCKET") else { exit(70) }
        if mode == "mute" {
            let silent = try UnixSocket.listen(at: path, mode: 0o600)
            report("ready\n")
            try serve(signals)
            silent.close()
            exit(0)
        }
        var limits = ControlLimits()
        if mode == "crowded" { limits.connections = 0 }
        let listener = try ControlListener(path: path, limits: limits, handler: FakeHandler(mode: mode))
        try listener.start()
        // Nothing else shows from outside that connections are taken by now.
        if let directory = Environment.value(of: "RELEASE_TMP") { try Files.write("", to: "\(directory)/listening") }
        if mode != "booting" { report("ready\n") }
        if ["hanging", "drowsy"].contains(mode) { try showLife() }
        try serve(signals)
        listener.close()
        exit(0)
    }

    private func serve(_ signals: [Signal]) throws {
        while true {
            let signal = try Signals.wait(for: signals)
            if signal == .quit {
                complain("a backtrace")
                if mode == "drowsy" { try showLife() }
            } else if mode != "stubborn" {
                if signal == .terminate { complain("terminated") }
                return
            }
        }
    }

    private func complain(_ text: String) {
        _ = try? FileDescriptor.standardError.write(text + "\n")
    }

    private func showLife() throws {
        guard let number = Environment.value(of: "RELEASE_HEART_FD").flatMap({ Int32($0) }) else { return }
        try FileDescriptor(rawValue: number).write([0])
    }

    private func report(_ line: String) {
        guard let number = Environment.value(of: "RELEASE_READY_FD").flatMap({ Int32($0) }) else { return }
        let descriptor = FileDescriptor(rawValue: number)
        _ = try? descriptor.write(line)
        descriptor.close()
    }
}
