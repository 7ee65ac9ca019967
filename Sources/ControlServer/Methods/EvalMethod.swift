import ControlProtocol
import ControlSocket
import Expressions
import JSONValues

/// `eval`: the value of an expression, what it prints while it runs, and its cancellation when the caller goes.
enum EvalMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        let parameters = try EvaluationParameters(call.request)
        if let obstacle = call.obstacle { throw obstacle }
        let request = EvaluationRequest(
            parameters.expression,
            mode: parameters.mode,
            arguments: parameters.arguments
        )
        let (reply, id) = (call.reply, call.request.id ?? .null)
        let (register, connection) = (call.server.requests, call.peer.connection)
        let evaluations = call.server.evaluations
        let caller = EvaluationService.Caller(
            began: { number in
                register.add(number, as: id, of: connection)
                reply.onClose { evaluations.cancel(number) }
            },
            output: { text in
                let output = EvaluationOutput(id: id, stream: .standardOutput, text: text)
                return reply.blockingNotify(EvaluationOutput.method, output.json)
            },
            finish: { outcome in
                register.remove(id, of: connection)
                send(outcome, of: call)
            }
        )
        evaluations.begin(request, for: caller)
    }

    private static func send(_ outcome: EvaluationOutcome, of call: MethodCall) {
        let reply = call.reply
        switch outcome {
        case .value(let value):
            reply.send(result: ControlProtocol.EvaluationResult(text: value.text, value: value.json).json)
        case .status(ExitCode.done.rawValue):
            reply.send(result: ControlProtocol.EvaluationResult(text: "", value: nil).json)
        case .status(let status):
            // The code asked for it and has said what it wanted to say.
            reply.send(error: .failed("", exit: status))
        case .failed(let message):
            reply.send(error: failure(message, of: call))
        case .cancelled:
            reply.send(error: failure("the evaluation was cancelled", of: call))
        case .overdue(let limit):
            reply.send(error: .deadline("no result within \(limit.inSeconds) s; cancelled"))
        case .refused(let refusal):
            let code = refusal.isLimit ? ControlError.Code.limit : ControlError.Code.refused
            reply.send(error: ControlError(code: code, message: refusal.description, exit: refusal.exitCode))
        }
    }
}

extension EvalMethod {
    /// What an evaluation needs ends with the node, so that one that fails meanwhile may be worth another try.
    private static func failure(_ message: String, of call: MethodCall) -> ControlError {
        guard let obstacle = call.obstacle else { return .failed(message) }
        return .notNow("\(obstacle.message): \(message)")
    }
}

extension EvaluationRefusal {
    fileprivate var isLimit: Bool {
        switch self {
        case .limit, .noThread: true
        case .off, .onlyCalls, .noSwift: false
        }
    }
}
