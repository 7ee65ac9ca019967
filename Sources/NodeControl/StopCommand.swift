import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `stop`: asks the node to end and waits until its processes are gone.
struct StopCommand {
    let settings: NodeSettings
    let isForced: Bool
    /// How long to wait; with `isForced`, how long before the process is killed.
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? (isForced ? 0 : settings.deadlines.wholeStop)
        let deadline = Deadline.after(seconds: limit)
        let node = try NodeInspector(settings: settings).observe(seconds: greetingSeconds)
        guard let owner = node.owner else { throw .condition(.down, node: settings.node) }
        let watch = try ProcessWatch([node.record.program ?? owner, node.record.launcher])
        // Whoever had the lock may have ended while we looked, and given its number away.
        guard try isStillHeld(by: owner) else { return ExitCode.done.rawValue }
        try ask(node, owner, watch)
        if try watch.waitForEnd(until: deadline) { return ExitCode.done.rawValue }
        let pid = node.record.program ?? owner
        guard isForced else { throw .stopDeadline(node: settings.node, pid: pid, seconds: limit) }
        return try force(node, pid, watch)
    }

    /// With `--force` a node that hangs is ended soon.
    private var greetingSeconds: Double {
        isForced ? min(2, settings.deadlines.greeting) : settings.deadlines.greeting
    }

    private func isStillHeld(by owner: Int32) throws(NodeControlError) -> Bool {
        if case .held(_, owner) = try NodeInspector(settings: settings).holder() { return true }
        return false
    }

    private func ask(_ node: NodeObservation, _ owner: Int32, _ watch: ProcessWatch) throws(NodeControlError) {
        if case .hung = node.condition, !isForced { throw .condition(node.condition, node: settings.node) }
        // A second request would mean "at once".
        if case .stopping = node.condition { return }
        if node.client != nil {
            try request(node, force: isForced && seconds == nil)
        } else if node.condition != .hung(pid: node.record.program ?? owner) {
            try watch.send(.terminate, to: node.record.launcher ?? owner, node: settings.node)
        }
    }

    private func request(_ node: NodeObservation, force: Bool) throws(NodeControlError) {
        let seconds = settings.deadlines.greeting
        let deadline = Deadline.after(seconds: seconds)
        do throws(ControlClientError) {
            _ = try node.client?.call(ControlMethod.stop.rawValue, ["force": .bool(force)], until: deadline)
        } catch  where error == .closed || force {
            // It ended before it could answer, which is what was asked for; or it will be killed.
            return
        } catch {
            throw .conversation(error, node: settings.node, seconds: seconds)
        }
    }

    /// How long a program may take to end at once, before the system ends it.
    private static let patience = 2.0

    private func force(_ node: NodeObservation, _ pid: Int32, _ watch: ProcessWatch) throws(NodeControlError)
        -> Int32
    {
        if seconds != nil, node.client != nil { try request(node, force: true) }
        if node.client != nil, try watch.waitForEnd(until: .after(seconds: Self.patience)) {
            return ExitCode.done.rawValue
        }
        try watch.send(.kill, to: pid, node: settings.node)
        // The launcher ends by itself when its program has.
        if try watch.waitForEnd(until: .after(seconds: 5)) { return ExitCode.done.rawValue }
        throw .stopDeadline(node: settings.node, pid: pid, seconds: 5)
    }
}
