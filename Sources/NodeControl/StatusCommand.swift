import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `status`: says what the node is doing, whatever that is; the exit code is that of the condition.
struct StatusCommand {
    let settings: NodeSettings
    let asJSON: Bool
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? settings.deadlines.greeting
        let node = try NodeInspector(settings: settings).observe(
            seconds: limit,
            sending: NodeInspector.EarlyRequest(.status)
        )
        let answer = try details(node, .after(seconds: limit))
        if asJSON {
            try NodeControlError.printing((answer ?? brief(node)).text())
        } else {
            try NodeControlError.printing(text(node, answer.flatMap { NodeStatus(json: $0) }))
        }
        return node.condition.exitCode
    }

    private func details(_ node: NodeObservation, _ deadline: Deadline) throws(NodeControlError) -> JSONValue? {
        guard let client = node.client else { return nil }
        do throws(ControlClientError) {
            return try client.answer(to: ControlClient.earlyID, until: deadline)
        } catch {
            switch error {
            // What the greeting said has to do.
            case .closed, .refused: return nil
            case .deadline: throw .condition(.hung(pid: node.condition.pid), node: settings.node)
            default: throw .conversation(error, node: settings.node, seconds: settings.deadlines.greeting)
            }
        }
    }

    /// What is known without the node's help.
    private func brief(_ node: NodeObservation) -> JSONValue {
        var object: JSONObject = ["node": .string(settings.node), "state": .string(node.condition.word)]
        if let pid = node.condition.pid { object["pid"] = .int(Int(pid)) }
        return .object(object)
    }

    private func text(_ node: NodeObservation, _ status: NodeStatus?) -> String {
        var lines = [node.condition.message(node: settings.node)]
        if let launcher = node.record.launcher { lines.append("launcher: pid \(launcher)") }
        guard let status else { return lines.joined(separator: "\n") }
        lines.append("version: \(status.greeting.name) \(status.greeting.version)")
        lines.append("up: \(Self.duration(milliseconds: status.uptimeMilliseconds))")
        lines += status.applications.map { "application: \($0.name) \($0.version) \($0.state)" }
        lines += status.evaluations.map {
            "evaluation: \($0.expression) (\(Self.duration(milliseconds: $0.elapsedMilliseconds)))"
        }
        lines.append("connections: \(status.connections)")
        return lines.joined(separator: "\n")
    }

    /// A length of time in the two largest units it has: `3 d 4 h`, `12 s`, `250 ms`.
    static func duration(milliseconds: Int) -> String {
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        let units = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
        var rest = milliseconds / 1000
        var parts: [String] = []
        for (name, length) in units where rest >= length && parts.count < 2 {
            parts.append("\(rest / length) \(name)")
            rest %= length
        }
        return parts.joined(separator: " ")
    }
}
