import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// One request without parameters to the running node.
struct NodeCall {
    let settings: NodeSettings
    let method: ControlMethod

    func run(seconds: Double) throws(NodeControlError) -> JSONValue {
        let deadline = Deadline.after(seconds: seconds)
        let node = try NodeInspector(settings: settings).requireRunning(
            seconds: settings.deadlines.greeting(within: seconds),
            sending: NodeInspector.EarlyRequest(method)
        )
        guard let client = node.client else {
            throw .refused(
                message:
                    "the program of node \(settings.node) does not link Boot, so it has no configuration to ask for",
                exit: ExitCode.usage.rawValue
            )
        }
        do throws(ControlClientError) {
            return try client.answer(to: ControlClient.earlyID, until: deadline)
        } catch {
            throw .conversation(error, node: settings.node, seconds: seconds)
        }
    }
}
