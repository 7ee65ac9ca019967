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
        try NodeControlError.printing(asJSON ? result.text(pretty: true) : Self.text(of: result))
        return ExitCode.done.rawValue
    }

    static func text(of listing: JSONValue) -> String {
        (listing["keys"]?.asArray ?? []).map { entry in
            let value = entry["secret"] == true ? "<secret>" : entry["value"]?.text() ?? "null"
            let origin = entry["origin"]?.asString.map { "  (\($0))" } ?? ""
            return "\(entry["key"]?.asString ?? "") = \(value)\(origin)"
        }.joined(separator: "\n")
    }
}
