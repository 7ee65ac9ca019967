import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `status`: what the node does, in any state.
enum StatusMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .status)
        call.reply.send(result: call.server.status.json)
    }
}

extension NodeStatus.Evaluation {
    init(_ running: EvaluationService.Running) {
        let elapsed = Clocks.monotonicNanoseconds() - running.startedAt
        self.init(
            id: RequestID(running.id),
            expression: running.expression,
            elapsedMilliseconds: Int(elapsed / 1_000_000)
        )
    }
}
