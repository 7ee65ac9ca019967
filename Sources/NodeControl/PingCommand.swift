import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `ping`: says `pong` when the node is ready.
struct PingCommand {
    let settings: NodeSettings
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? settings.deadlines.greeting
        let node = try NodeInspector(settings: settings).requireRunning(
            seconds: limit,
            sending: NodeInspector.EarlyRequest(.ping)
        )
        if let client = node.client {
            do throws(ControlClientError) {
                _ = try client.answer(to: ControlClient.earlyID, until: .after(seconds: limit))
            } catch {
                if case .deadline = error { throw .condition(.hung(pid: node.condition.pid), node: settings.node) }
                throw .conversation(error, node: settings.node, seconds: limit)
            }
        }
        try NodeControlError.printing("pong")
        return ExitCode.done.rawValue
    }
}
