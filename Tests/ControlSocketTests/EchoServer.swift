import ControlSocket
import JSONValues
import Posix
import TestSupport

/// A control socket in a directory of its own, served until the test lets go of it.
final class EchoServer {
    let directory: TemporaryDirectory
    let handler: EchoHandler
    let listener: ControlListener
    var path: String { listener.path }

    init(_ change: (inout ControlLimits) -> Void = { _ in }) throws {
        directory = try TemporaryDirectory()
        handler = try EchoHandler()
        var limits = ControlLimits()
        change(&limits)
        listener = try ControlListener(path: "\(directory.path)/echo.sock", limits: limits, handler: handler)
        try listener.start()
    }

    deinit {
        listener.close(until: .immediate)
    }

    /// A client that speaks the protocol.
    func client() throws -> ControlClient {
        try ControlClient.connect(to: path, until: .after(seconds: 20))
    }

    /// A client that sends any bytes.
    func rawClient() throws -> RawClient {
        try RawClient(path: path)
    }

    /// Whether the server still answers.
    func isAlive() throws -> Bool {
        let client = try client()
        defer { client.close() }
        return try client.call("ping", until: .after(seconds: 20)) == "pong"
    }
}
