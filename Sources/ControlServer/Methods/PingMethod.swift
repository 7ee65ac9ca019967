import ControlProtocol
import ControlSocket
import JSONValues

/// `ping`: "pong" from a node whose applications run.
enum PingMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .ping)
        if let obstacle = call.obstacle { throw obstacle }
        call.reply.send(result: "pong")
    }
}
