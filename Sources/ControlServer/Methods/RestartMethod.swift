import ControlProtocol
import ControlSocket
import JSONValues

/// `restart`: begins to stop, and to start again in the same process or through its launcher.
enum RestartMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .restart)
        if let obstacle = call.obstacle { throw obstacle }
        try call.node.restart(by: call.requester)
        call.reply.send(result: ["pid": .int(Int(call.node.greeting.pid))])
    }
}
