import ControlProtocol
import ControlSocket
import JSONValues
import NodeControl
import Posix

/// One line, evaluated in the node through a connection of its own.
struct ShellEvaluation {
    let settings: NodeSettings
    let seconds: Double
    let interrupts: SignalDescriptor?

    /// How long an evaluation may take to notice that it was cancelled, before the shell goes on without it.
    private static let patience = 1.0

    /// Shows output, then the result; throws what went wrong.
    func run(_ text: String) throws(NodeControlError) {
        let parameters = EvaluationParameters(expression: text)
        let node = try NodeInspector(settings: settings).requireRunning(
            seconds: settings.deadlines.greeting(within: seconds),
            sending: NodeInspector.EarlyRequest(.eval, parameters.json)
        )
        guard let client = node.client else { throw .noSocket(node: settings.node) }
        defer { client.close() }
        let output = RpcOutput()
        let answer: JSONValue
        do throws(ControlClientError) {
            answer = try self.answer(client, output)
        } catch {
            switch error {
            case .deadline: throw .refused(message: "no result within \(seconds.plain) s", exit: deadlineCode)
            default: throw .conversation(error, node: settings.node, seconds: seconds)
            }
        }
        let result = EvaluationResult(json: answer)
        if let text = result?.text, !text.isEmpty { try NodeControlError.printing(text) }
        try output.check()
    }

    private var deadlineCode: Int32 { ExitCode.deadline.rawValue }

    private func answer(_ client: ControlClient, _ output: RpcOutput) throws(ControlClientError) -> JSONValue {
        var isCancelled = false
        do throws(ControlClientError) {
            return try client.answer(
                to: ControlClient.earlyID,
                until: .after(seconds: seconds),
                watching: interrupts?.descriptor,
                onActivity: { () throws(ControlClientError) in
                    // Only that it was pressed counts.
                    _ = try? interrupts?.next()
                    isCancelled = true
                    throw .closed
                },
                onNotification: output.show
            )
        } catch  where isCancelled {
            return try cancel(client, output)
        }
    }

    private func cancel(_ client: ControlClient, _ output: RpcOutput) throws(ControlClientError) -> JSONValue {
        let deadline = Deadline.after(seconds: Self.patience)
        do throws(ControlClientError) {
            _ = try client.send(ControlMethod.cancel.rawValue, ["id": ControlClient.earlyID.json], until: deadline)
            return try client.answer(to: ControlClient.earlyID, until: deadline, onNotification: output.show)
        } catch {
            guard case .deadline = error else { throw error }
            throw .refused(.failed("it cannot be cancelled now and goes on in the node; 'status' lists it"))
        }
    }
}
