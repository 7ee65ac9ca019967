import ControlProtocol
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
        var node = try NodeInspector(settings: settings).requireRunning(
            seconds: min(limit, settings.deadlines.greeting),
            sending: NodeInspector.EarlyRequest(.eval, parameters.json)
        )
        guard let request = node.request else { throw .vanished(node: settings.node) }
        let outcome: Result<JSONValue, ControlError>?
        do throws(NodeConnection.Failure) {
            outcome = try node.connection?.answer(to: request, until: deadline, onNotification: Self.show)
        } catch {
            throw .conversation(error, node: settings.node, seconds: limit)
        }
        switch outcome {
        case .success(let result)?:
            try print(EvaluationResult(json: result) ?? EvaluationResult(text: "", value: nil))
            return ExitCode.done.rawValue
        case .failure(let error)?: throw .refused(message: error.message, exit: error.exit)
        case nil: throw .vanished(node: settings.node)
        }
    }

    /// Passes on a piece of the evaluation's output.
    static func show(_ notification: ControlNotification) {
        guard notification.method == "output", let text = notification.params["text"]?.asString else { return }
        let isError = notification.params["stream"]?.asString == "stderr"
        // A closed output raises SIGPIPE or is not wanted; the evaluation's result still is.
        _ = try? (isError ? FileDescriptor.standardError : .standardOutput).write(text)
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
