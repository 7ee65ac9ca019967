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
        let deadline = Deadline.after(seconds: limit)
        let node = try observe(NodeInspector(settings: settings))
        switch (node.owner, node.condition) {
        case (.process(let owner)?, _): return try stop(node, owner, until: deadline)
        case (.unseen?, _): return try stopUnseen(node, until: deadline)
        case (nil, .unlocked(let pid?, _)) where isForced: return try end(unlocked: pid, until: deadline)
        default: throw .condition(node.condition, node: settings.node)
        }
    }

    var limit: Double { seconds ?? (isForced ? 0 : settings.deadlines.wholeStop) }

    private func stop(
        _ node: NodeObservation,
        _ owner: Int32,
        until deadline: Deadline
    ) throws(NodeControlError) -> Int32 {
        var node = node
        let inspector = NodeInspector(settings: settings)
        while true {
            let watch = try ProcessWatch([node.record.program ?? owner, node.record.launcher])
            // Whoever had the lock may have ended while we looked, and given its number away.
            guard try isStillHeld(by: owner) else { return ExitCode.done.rawValue }
            try ask(node, owner, watch, until: deadline)
            switch try wait(for: node.record, owner, watch, until: deadline) {
            case .ended: return ExitCode.done.rawValue
            case .deadline:
                let pid = node.record.program ?? owner
                guard isForced else { throw .stopDeadline(node: settings.node, pid: pid, seconds: limit) }
                return try force(node, pid, watch)
            case .restarted:
                // Whoever wants the node gone outranks who wants it back.
                node = try observe(inspector)
                guard node.owner == .process(owner) else { return ExitCode.done.rawValue }
            }
        }
    }

    /// Looks at the node; one that turns clients away, for want of descriptors perhaps, still hears signals.
    private func observe(_ inspector: NodeInspector) throws(NodeControlError) -> NodeObservation {
        do throws(NodeControlError) {
            return try inspector.observe(seconds: greetingSeconds)
        } catch {
            guard case .refused = error, case .held(let record, let owner) = try inspector.holder() else { throw error }
            let condition = NodeCondition.running(pid: record.program ?? owner.process)
            return NodeObservation(condition: condition, owner: owner, record: record)
        }
    }

    private enum News {
        case ended, restarted, deadline
    }

    /// Waits until the processes are gone, or until their launcher has started another program, as for a restart.
    private func wait(
        for record: PidRecord,
        _ owner: Int32,
        _ watch: ProcessWatch,
        until deadline: Deadline
    ) throws(NodeControlError) -> News {
        guard record.launcher == owner else { return try watch.waitForEnd(until: deadline) ? .ended : .deadline }
        let directory = try NodeControlError.system { () throws(PosixError) in
            try DirectoryWatch(settings.directory)
        }
        defer { directory.close() }
        while true {
            if case .held(let current, .process(owner)) = try NodeInspector(settings: settings).holder(),
                let program = current.program, program != record.program
            {
                return .restarted
            }
            var poll = Poll()
            poll.add(directory.descriptor, for: .readable)
            let process = watch.add(owner, to: &poll)
            let count = try NodeControlError.system { () throws(PosixError) in
                let count = try poll.wait(until: deadline)
                try directory.drain()
                return count
            }
            if count == 0 { return .deadline }
            if process.map({ !poll[$0].isEmpty }) ?? true {
                return try watch.waitForEnd(until: deadline) ? .ended : .deadline
            }
        }
    }

    /// With `--force` a node that hangs is ended soon.
    private var greetingSeconds: Double {
        isForced ? min(2, settings.deadlines.greeting) : settings.deadlines.greeting
    }

    private func isStillHeld(by owner: Int32) throws(NodeControlError) -> Bool {
        if case .held(_, .process(owner)) = try NodeInspector(settings: settings).holder() { return true }
        return false
    }

    private func ask(
        _ node: NodeObservation,
        _ owner: Int32,
        _ watch: ProcessWatch,
        until deadline: Deadline
    ) throws(NodeControlError) {
        switch node.condition {
        case .hung where !isForced: throw .condition(node.condition, node: settings.node)
        case .hung: return
        default: break
        }
        if node.client != nil { return try request(node, force: isForced && seconds == nil) }
        if case .stopping = node.condition {
            // A second signal would mean "at once", so only a node that does not know that it is to stop gets one: one
            // whose socket is dead. One that closes it as its last act is gone in a moment.
            guard node.record.phase != .stopping else { return }
            if try watch.waitForEnd(until: min(deadline, .after(seconds: 1))) { return }
        }
        try watch.send(.terminate, to: node.record.launcher ?? owner, node: settings.node)
    }

    func request(_ node: NodeObservation, force: Bool) throws(NodeControlError) {
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
    static let patience = 2.0

    private func force(_ node: NodeObservation, _ pid: Int32, _ watch: ProcessWatch) throws(NodeControlError)
        -> Int32
    {
        if seconds != nil, node.client != nil { try request(node, force: true) }
        if node.client != nil, try watch.waitForEnd(until: .after(seconds: Self.patience)) {
            return ExitCode.done.rawValue
        }
        try watch.send(.kill, to: pid, node: settings.node)
        // The launcher ends by itself when its program has, unless it is stuck or about to restart.
        if try watch.waitForEnd(until: .after(seconds: Self.patience)) { return ExitCode.done.rawValue }
        if let launcher = node.record.launcher { try watch.send(.kill, to: launcher, node: settings.node) }
        if try watch.waitForEnd(until: .after(seconds: Self.lastWait)) { return ExitCode.done.rawValue }
        throw .stopDeadline(node: settings.node, pid: pid, seconds: Self.lastWait)
    }
}
