import ControlProtocol
import JSONValues
import Posix

/// `ping`: says `pong` when the node is ready.
struct PingCommand {
    let settings: NodeSettings
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? settings.deadlines.greeting
        var node = try NodeInspector(settings: settings).requireRunning(
            seconds: limit,
            sending: NodeInspector.EarlyRequest(.ping)
        )
        if let request = node.request {
            do throws(NodeConnection.Failure) {
                let outcome = try node.connection?.answer(to: request, until: .after(seconds: limit))
                if case .failure(let error)? = outcome {
                    throw NodeConnection.Failure.notUnderstood(error.message)
                }
            } catch  where error == .deadline {
                throw .condition(.hung(pid: node.condition.pid ?? 0), node: settings.node)
            } catch {
                throw .conversation(error, node: settings.node, seconds: limit)
            }
        }
        try NodeControlError.printing("pong")
        return ExitCode.done.rawValue
    }
}
