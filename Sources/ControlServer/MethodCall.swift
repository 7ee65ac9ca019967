import ControlProtocol
import ControlSocket
import Posix

/// One request with everything needed to answer it.
struct MethodCall: Sendable {
    let request: ControlRequest
    let peer: ControlPeer
    let reply: ControlReply
    let server: ControlServer

    var node: any ControlledNode { server.node }

    /// The parameters, checked against those of `method`.
    func parameters(of method: ControlMethod) throws(ControlError) -> ControlParameters {
        try ControlParameters(request, names: method.parameters)
    }

    /// Whoever asks, as the log names them.
    var requester: String {
        "process \(peer.credentials.process.map { "\($0)" } ?? "unseen") of user \(peer.credentials.user)"
    }

    /// The error for what only a running node does; `nil` when it runs.
    var obstacle: ControlError? {
        let greeting = node.greeting
        return switch greeting.state {
        case .running: nil
        case .booting: .notNow("node '\(greeting.node)' (pid \(greeting.pid)) is booting")
        case .stopping: .notNow("node '\(greeting.node)' (pid \(greeting.pid)) is stopping")
        }
    }
}
