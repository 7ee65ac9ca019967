import ControlProtocol
import ControlSocket
import JSONValues
import Posix

/// `restart`: has the node begun again from its script on, and waits until it is ready.
struct RestartCommand {
    let settings: NodeSettings
    let seconds: Double?

    func run() throws(NodeControlError) -> Int32 {
        let limit = seconds ?? settings.deadlines.wholeStop + settings.deadlines.boot
        let deadline = Deadline.after(seconds: limit)
        let inspector = NodeInspector(settings: settings)
        let node = try inspector.observeEvenIfRefused(seconds: settings.deadlines.greeting(within: limit))
        guard let owner = node.owner, Self.canRestart(node.condition) else {
            throw .condition(node.condition, node: settings.node)
        }
        let began = Clocks.now()
        let watch = try ProcessWatch([owner.process])
        let directory = try NodeControlError.system { () throws(PosixError) in
            try DirectoryWatch(settings.directory)
        }
        let former = node.record
        let launcher = former.launcher == owner.process ? former.launcher : nil
        if let launcher {
            try watch.send(.hangUp, to: launcher, node: settings.node)
        } else {
            try request(node, until: deadline)
        }
        while true {
            // Between its binding and its listening a socket is there but refuses, and nothing tells when that is over.
            let isOpening = launcher == nil && former.socket.map(Files.exists) == true
            if try isReady(inspector, owner, since: former, deadline) { return ExitCode.done.rawValue }
            if owner == .unseen, try !UnseenLock(settings: settings).isHeld {
                throw failure(inspector, since: began, hasLog: false)
            }
            let rhythm = isOpening ? 0.02 : owner == .unseen ? UnseenLock.rhythm : .infinity
            switch try wait(watch, owner.process, directory, min(deadline, .after(seconds: rhythm))) {
            case .news: continue
            case .ended: throw failure(inspector, since: began, hasLog: former.launcher != nil)
            case .deadline where !deadline.hasPassed: continue
            case .deadline: throw .restartDeadline(node: settings.node, seconds: limit)
            }
        }
    }

    /// A launcher needs no socket to be told.
    private static func canRestart(_ condition: NodeCondition) -> Bool {
        switch condition {
        case .running, .withoutSocket(_, _, hasLauncher: true): true
        default: false
        }
    }

    private func request(_ node: NodeObservation, until deadline: Deadline) throws(NodeControlError) {
        guard let client = node.client else {
            if let refusal = node.refusal { throw refusal }
            if node.owner == .unseen { throw .outOfReach(node: settings.node) }
            return
        }
        let seconds = settings.deadlines.greeting
        do throws(ControlClientError) {
            _ = try client.call(ControlMethod.restart.rawValue, until: min(deadline, .after(seconds: seconds)))
        } catch  where error == .closed {
            return
        } catch {
            throw .conversation(error, node: settings.node, seconds: seconds)
        }
        awaitEnd(of: client, until: min(deadline, .after(seconds: settings.deadlines.wholeStop)))
    }

    /// Waits until the node closes the connection, as it does when it ends or becomes the next one.
    private func awaitEnd(of client: ControlClient, until deadline: Deadline) {
        // Nothing has that id; whatever ends the waiting, what comes then is looked at afresh.
        _ = try? client.answer(to: RequestID("never"), until: deadline)
    }

    /// Whether another program than before has said that it is ready.
    private func isReady(
        _ inspector: NodeInspector,
        _ owner: FileLock.Owner,
        since former: PidRecord,
        _ deadline: Deadline
    ) throws(NodeControlError) -> Bool {
        guard case .held(let record, owner) = try inspector.holder() else { return false }
        if let launcher = record.launcher, launcher == owner.process {
            return record.phase == .running && record.program != former.program
        }
        guard let socket = record.socket else { return false }
        do throws(ControlClientError) {
            let client = try ControlClient.connect(
                to: socket,
                sending: (ControlMethod.ready.rawValue, nil),
                until: deadline
            )
            if client.greeting.state == .stopping {
                awaitEnd(of: client, until: deadline)
                return false
            }
            _ = try client.answer(to: ControlClient.earlyID, until: deadline)
            return true
        } catch {
            // Not there yet, or not any more; the directory or the process will have news.
            return false
        }
    }

    private enum News {
        case news, ended, deadline
    }

    private func wait(
        _ watch: ProcessWatch,
        _ owner: Int32?,
        _ directory: DirectoryWatch,
        _ deadline: Deadline
    ) throws(NodeControlError) -> News {
        var poll = Poll()
        let file = poll.add(directory.descriptor, for: .readable)
        let process = watch.add(owner, to: &poll)
        return try NodeControlError.system { () throws(PosixError) in
            if try poll.wait(until: deadline) == 0 { return .deadline }
            if let process, !poll[process].isEmpty { return .ended }
            if !poll[file].isEmpty { try directory.drain() }
            return .news
        }
    }

    private func failure(_ inspector: NodeInspector, since began: Timestamp, hasLog: Bool) -> NodeControlError {
        var code = ExitCode.failed.rawValue
        // Its launcher has left the code behind, unless it was killed.
        if case .nobody(let record)? = try? inspector.holder(), let left = record.exitCode {
            code = DaemonStart.exitCode(left)
        }
        guard hasLog else {
            return .bootFailed(node: settings.node, code: code, reason: "it ended during the restart", log: nil)
        }
        LogTail(settings.logFile).show(since: began, limit: DaemonStart.shownLines)
        let reason = "it ended during the restart"
        return .bootFailed(node: settings.node, code: code, reason: reason, log: settings.logFile)
    }
}
