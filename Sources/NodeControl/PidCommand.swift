import ControlProtocol

/// `pid`: prints the process id of the node, if it is ready.
struct PidCommand {
    let settings: NodeSettings
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let node = try NodeInspector(settings: settings).requireRunning(seconds: seconds)
        guard let pid = node.condition.pid else { throw .outOfReach(node: settings.node) }
        try NodeControlError.printing("\(pid)")
        return ExitCode.done.rawValue
    }
}
