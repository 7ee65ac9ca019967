import ControlProtocol
import ControlSocket
import JSONValues

/// `config`: every key of the configuration with value and origin, secret values left out.
enum ConfigMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .config)
        if let obstacle = call.obstacle { throw obstacle }
        call.reply.send(result: call.node.configuration)
    }
}
