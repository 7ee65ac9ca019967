import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `reload`: has the running node read its configuration again, and says what changed.
struct ReloadCommand {
    let settings: NodeSettings
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? settings.deadlines.call
        let result = try NodeCall(settings: settings, method: .reload).run(seconds: limit)
        let keys = result["changed"]?.asArray?.compactMap(\.asString) ?? []
        let applications = result["applications"]?.asArray?.compactMap(\.asString) ?? []
        var lines = keys.isEmpty ? ["nothing changed"] : keys.map { "changed: \($0)" }
        if !applications.isEmpty { lines.append("told: \(applications.joined(separator: ", "))") }
        for warning in result["warnings"]?.asArray?.compactMap(\.asString) ?? [] {
            _ = try? FileDescriptor.standardError.write("warning: \(warning)\n")  // the log has it as well
        }
        try NodeControlError.printing(lines.joined(separator: "\n"))
        return ExitCode.done.rawValue
    }
}
