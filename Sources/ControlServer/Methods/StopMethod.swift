import ControlProtocol
import ControlSocket
import JSONValues

/// `stop`: begins to stop and answers at once; with `force`, the process ends at once.
enum StopMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        let isForced = try call.parameters(of: .stop).bool("force") ?? false
        call.reply.send(result: ["pid": .int(Int(call.node.greeting.pid))])
        call.node.stop(isForced: isForced, by: call.requester)
    }
}
