import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `rpc`: evaluates in the running node; output comes while it runs, the result at the end.
struct RpcCommand {
    let settings: NodeSettings
    let parameters: EvaluationParameters
    /// Print the result as JSON instead of as Swift shows it.
    let asJSON: Bool
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? settings.deadlines.call
        let deadline = Deadline.after(seconds: limit)
        // Ctrl-C and a reader that goes away end this process; the node then cancels what nobody waits for.
        let node = try NodeInspector(settings: settings).requireRunning(
            seconds: settings.deadlines.greeting(within: limit),
            sending: NodeInspector.EarlyRequest(.eval, parameters.json)
        )
        guard let client = node.client else { throw .noSocket(node: settings.node) }
        let output = RpcOutput()
        let answer: JSONValue
        do throws(ControlClientError) {
            answer = try client.answer(to: ControlClient.earlyID, until: deadline, onNotification: output.show)
        } catch {
            throw .conversation(error, node: settings.node, seconds: limit)
        }
        try print(EvaluationResult(json: answer) ?? EvaluationResult(text: "", value: nil))
        try output.check()
        return ExitCode.done.rawValue
    }

    private func print(_ result: EvaluationResult) throws(NodeControlError) {
        guard asJSON else {
            if !result.text.isEmpty { try NodeControlError.printing(result.text) }
            return
        }
        if let value = result.value {
            try NodeControlError.printing(value.text())
        } else if !result.text.isEmpty {
            let message = "the result is not Encodable, so there is no JSON of it; as Swift shows it: \(result.text)"
            throw .refused(message: message, exit: ExitCode.failed.rawValue)
        }
    }
}
