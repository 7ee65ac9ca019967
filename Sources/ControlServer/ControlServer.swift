package import ControlProtocol
package import ControlSocket
package import JSONValues
import Synchronization

/// Answers the requests of the control socket for one node.
///
/// All of it runs on the socket's thread and returns at once; evaluations and backtraces get threads of their own.
package final class ControlServer: ControlHandler {
    let node: any ControlledNode
    let evaluations: EvaluationService
    let requests = EvaluationRegister()
    let backtraces = BacktraceDesk()
    private let connections: @Sendable () -> Int

    /// A server for `node`; `connections` says how many there are.
    package init(
        _ node: any ControlledNode,
        evaluations: EvaluationService,
        connections: @escaping @Sendable () -> Int
    ) {
        self.node = node
        self.evaluations = evaluations
        self.connections = connections
    }

    /// What the node does now, in full.
    var status: NodeStatus {
        NodeStatus(
            greeting: node.greeting,
            uptimeMilliseconds: node.uptimeMilliseconds,
            applications: node.applications,
            evaluations: evaluations.running.map { NodeStatus.Evaluation($0) },
            connections: connections()
        )
    }

    package func greeting() -> JSONValue {
        node.greeting.json
    }

    package func handle(_ request: ControlRequest, from peer: ControlPeer, reply: ControlReply) {
        let call = MethodCall(request: request, peer: peer, reply: reply, server: self)
        do throws(ControlError) {
            guard let method = ControlMethod(rawValue: request.method) else { throw .unknownMethod(request.method) }
            try answer(method, call)
        } catch {
            reply.send(error: error)
        }
    }

    private func answer(_ method: ControlMethod, _ call: MethodCall) throws(ControlError) {
        switch method {
        case .ping: try PingMethod.answer(call)
        case .status: try StatusMethod.answer(call)
        case .ready: try ReadyMethod.answer(call)
        case .eval: try EvalMethod.answer(call)
        case .cancel: try CancelMethod.answer(call)
        case .stop: try StopMethod.answer(call)
        case .restart: try RestartMethod.answer(call)
        case .config: try ConfigMethod.answer(call)
        case .reload: try ReloadMethod.answer(call)
        case .backtrace: try BacktraceMethod.answer(call)
        case .reopenLog: try ReopenLogMethod.answer(call)
        case .methods: try MethodsMethod.answer(call)
        }
    }
}
