import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `backtrace`: the stacks of all threads.
enum BacktraceMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .backtrace)
        let (node, reply) = (call.node, call.reply)
        do {
            try DedicatedThread.start("node-backtrace") {
                reply.send(result: ["text": .string(node.backtrace())])
            }
        } catch {
            throw .limit("no thread for the backtrace: \(error)")
        }
    }
}
