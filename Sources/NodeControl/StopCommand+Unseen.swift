import ControlProtocol
import Posix

extension StopCommand {
    /// Stops a node whose process cannot be seen from here: it is asked through its socket, and gone when its lock is.
    func stopUnseen(_ node: NodeObservation, until deadline: Deadline) throws(NodeControlError) -> Int32 {
        if case .hung = node.condition { throw .condition(node.condition, node: settings.node) }
        guard node.client != nil else { throw .outOfReach(node: settings.node) }
        let isAtOnce = isForced && seconds == nil
        _ = try request(node, force: isAtOnce, until: deadline)
        let lock = UnseenLock(settings: settings)
        if !isAtOnce, try lock.waitForRelease(until: deadline) { return ExitCode.done.rawValue }
        guard isForced else { throw .stopDeadline(node: settings.node, pid: nil, seconds: limit) }
        if !isAtOnce { _ = try request(node, force: true, until: .never) }
        if try lock.waitForRelease(until: .after(seconds: Self.lastWait)) { return ExitCode.done.rawValue }
        throw .stopDeadline(node: settings.node, pid: nil, seconds: Self.lastWait)
    }

    /// Ends a node of which nobody has the lock; `pid` listens at its socket.
    func end(unlocked pid: Int32, until deadline: Deadline) throws(NodeControlError) -> Int32 {
        let launcher = StrayNode.launcher(of: pid)
        let watch = try ProcessWatch([pid, launcher])
        // It may have ended while we looked, and given its number away.
        guard StrayNode.find(settings)?.process == pid else { return ExitCode.done.rawValue }
        // With heart a launcher that is not told would start it again.
        if let launcher { try watch.send(.terminate, to: launcher, node: settings.node) }
        if seconds != nil {
            if launcher == nil { try watch.send(.terminate, to: pid, node: settings.node) }
            if try watch.waitForEnd(until: deadline) { return ExitCode.done.rawValue }
        }
        try watch.send(.kill, to: pid, node: settings.node)
        if try watch.waitForEnd(until: .after(seconds: Self.patience)) { return ExitCode.done.rawValue }
        if let launcher { try watch.send(.kill, to: launcher, node: settings.node) }
        if try watch.waitForEnd(until: .after(seconds: Self.lastWait)) { return ExitCode.done.rawValue }
        throw .stopDeadline(node: settings.node, pid: pid, seconds: Self.lastWait)
    }

    /// How long the system may take to end what was killed, in seconds.
    static let lastWait = 5.0
}
