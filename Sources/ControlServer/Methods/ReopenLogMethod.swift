import ControlProtocol
import ControlSocket
import JSONValues

/// `log.reopen`: has the log files opened again, after something else moved them.
enum ReopenLogMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .reopenLog)
        call.reply.send(result: .string(call.node.reopenLogs()))
    }
}
