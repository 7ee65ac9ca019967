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
        let node = try NodeInspector(settings: settings).observeEvenIfRefused(seconds: greetingSeconds)
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
            guard try inspector.holder().isProcess(owner) else { return ExitCode.done.rawValue }
            guard try inspector.isNamed(owner, within: Self.timeToWriteRecord) else {
                throw .lockedByOther(node: settings.node, pid: owner, path: settings.pidFile)
            }
            try ask(node, owner, watch, until: deadline)
            switch try wait(for: node.record, owner, watch, until: deadline) {
            case .ended: return ExitCode.done.rawValue
            case .deadline:
                let pid = node.record.program ?? owner
                guard isForced else { throw .stopDeadline(node: settings.node, pid: pid, seconds: limit) }
                return try force(node, pid, watch)
            case .restarted:
                // Whoever wants the node gone outranks who wants it back.
                node = try inspector.observeEvenIfRefused(seconds: greetingSeconds)
                guard node.owner == .process(owner) else { return ExitCode.done.rawValue }
            }
        }
    }

    /// How long a process may have the lock without saying in the pid file that it is the node, in seconds.
    private static let timeToWriteRecord = 2.0

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

    private var greetingSeconds: Double { settings.deadlines.greetingOfStop(within: seconds, isForced: isForced) }

    private func ask(
        _ node: NodeObservation,
        _ owner: Int32,
        _ watch: ProcessWatch,
        until deadline: Deadline
    ) throws(NodeControlError) {
        if case .hung = node.condition, isForced { return }
        if node.client != nil, try request(node, force: isForced && seconds == nil, until: deadline) { return }
        // A second signal would mean "at once", so only a node that does not know that it is to stop gets one.
        guard node.record.phase != .stopping else { return }
        if case .stopping = node.condition {
            // Its socket is dead. One that closes it as its last act is gone in a moment.
            if try watch.waitForEnd(until: min(deadline, .after(seconds: 1))) { return }
        }
        try watch.send(.terminate, to: node.record.launcher ?? owner, node: settings.node)
    }

    /// Asks the node itself; false when it does not answer.
    func request(_ node: NodeObservation, force: Bool, until deadline: Deadline) throws(NodeControlError) -> Bool {
        let seconds = settings.deadlines.greeting
        let patience = force ? Deadline.after(seconds: Self.patience) : min(deadline, .after(seconds: seconds))
        do throws(ControlClientError) {
            _ = try node.client?.call(ControlMethod.stop.rawValue, ["force": .bool(force)], until: patience)
            return true
        } catch  where error == .closed || force {
            // It ended before it could answer, which is what was asked for; or it will be killed.
            return true
        } catch {
            if case .deadline = error { return false }
            throw .conversation(error, node: settings.node, seconds: seconds)
        }
    }

    /// How long a program may take to end at once, before the system ends it.
    static let patience = 2.0

    private func force(_ node: NodeObservation, _ pid: Int32, _ watch: ProcessWatch) throws(NodeControlError)
        -> Int32
    {
        if seconds != nil, node.client != nil { _ = try request(node, force: true, until: .never) }
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
