import ControlProtocol
import ControlSocket
import JSONValues

/// `cancel`: gives up an evaluation, named by the id of a request of the same connection, or as `evaluation` by its
/// number in `status`.
///
/// The two are kept apart: a client whose own evaluation has just ended must not hit another client's.
enum CancelMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        let parameters = try call.parameters(of: .cancel)
        if let number = try parameters.int("evaluation") {
            try cancel(number, called: "\(number)", call)
        } else {
            let id = try parameters.required("id", parameters.requestID("id"))
            try cancel(call.server.requests.number(of: id, of: call.peer.connection), called: "\(id)", call)
        }
    }

    private static func cancel(_ number: Int?, called name: String, _ call: MethodCall) throws(ControlError) {
        guard let number, call.server.evaluations.cancel(number) else {
            throw .invalidParameters("no evaluation \(name) runs; 'status' lists those that do")
        }
        call.reply.send(result: true)
    }
}
