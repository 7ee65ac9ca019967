import ControlProtocol
import ControlSocket
import JSONValues

/// `cancel`: gives up an evaluation, named by the id of a request of the same connection or by its number in `status`.
enum CancelMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        let parameters = try call.parameters(of: .cancel)
        let id = try parameters.required("id", parameters.requestID("id"))
        let number = call.server.requests.number(of: id, of: call.peer.connection) ?? id.json.asInt
        guard let number, call.server.evaluations.cancel(number) else {
            throw .invalidParameters("no evaluation \(id) runs; 'status' lists those that do")
        }
        call.reply.send(result: true)
    }
}
