import ControlProtocol
import ControlSocket
import JSONValues

/// `ready`: true once all applications have started, however long that takes.
enum ReadyMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .ready)
        call.node.whenReady { [reply = call.reply] error in
            if let error {
                reply.send(error: error)
            } else {
                reply.send(result: true)
            }
        }
    }
}
