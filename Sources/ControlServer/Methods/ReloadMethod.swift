import ControlProtocol
import ControlSocket
import JSONValues

/// `reload`: works the configuration out again; answers when the applications have it, or why they do not.
enum ReloadMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .reload)
        if let obstacle = call.obstacle { throw obstacle }
        call.node.reload(by: call.requester) { [reply = call.reply] result in
            switch result {
            case .success(let changes): reply.send(result: changes)
            case .failure(let error): reply.send(error: error)
            }
        }
    }
}
