import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `config`: the configuration of the running node, one line a key, with the origin of each value.
struct ConfigCommand {
    let settings: NodeSettings
    let asJSON: Bool
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? settings.deadlines.call
        let result = try NodeCall(settings: settings, method: .config).run(seconds: limit)
        guard var listing = result.asObject, let text = listing["text"]?.asString else {
            throw .notUnderstood(node: settings.node, reason: "its configuration has no text")
        }
        listing["text"] = nil
        try NodeControlError.printing(asJSON ? JSONValue.object(listing).text(pretty: true) : text)
        return ExitCode.done.rawValue
    }
}
