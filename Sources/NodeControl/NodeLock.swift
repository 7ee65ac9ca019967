import Posix

/// Becoming the one process that is the node: its directory, its lock and its socket's path.
struct NodeLock {
    let settings: NodeSettings

    /// Takes the node's lock, or keeps the one that this process has from before it executed a script again.
    func take(_ resumed: FileDescriptor?) throws(NodeControlError) -> PidFile {
        try NodeDirectory(settings: settings).prepare()
        let kept = Environment.value(of: "RELEASE_LOCK_FD").flatMap { Int32($0) }
        do {
            let inherited = resumed ?? kept.map { FileDescriptor(rawValue: $0) }
            let file = try PidFile.acquire(settings.pidFile, inherited: inherited)
            // The settings name another node now than before the restart: that one is free.
            if let resumed, file.descriptor != resumed { resumed.close() }
            return file
        } catch let locked as PidFile.Locked {
            throw alreadyRunning(owner: locked.owner)
        } catch let error as PosixError where error.code == .accessDenied {
            throw .condition(.foreign(user: NodeDirectory.owner(of: settings.pidFile)), node: settings.node)
        } catch {
            throw .temporaryDirectory(path: settings.pidFile, reason: "\(error)")
        }
    }

    /// Throws when another process is the node: a look, not a promise.
    func checkFree() throws(NodeControlError) {
        switch try NodeInspector(settings: settings).holder() {
        case .nobody:
            if let stray = StrayNode.find(settings) { throw runsAlready(stray) }
        case .held(_, let owner): throw alreadyRunning(owner: owner.process)
        }
    }

    /// Where the program is to open its socket; what a dead node has left there is removed.
    ///
    /// A socket that answers although nobody has the lock belongs to a node whose pid file was removed.
    func socket() throws(NodeControlError) -> String? {
        guard settings.hasSocket else { return nil }
        let path = try SocketPath.choose(
            preferred: settings.preferredSocket,
            runtimeDirectory: Environment.value(of: "XDG_RUNTIME_DIR"),
            user: CurrentProcess.effectiveUser
        )
        guard Files.exists(path) else { return path }
        if let stray = StrayNode.listening(at: path) { throw runsAlready(stray) }
        do throws(PosixError) {
            try Files.unlink(path)
        } catch {
            let reason = "is in the place of the node's socket and cannot be replaced (\(error.code)): remove it"
            throw .temporaryDirectory(path: path, reason: reason)
        }
        return path
    }

    private func runsAlready(_ stray: StrayNode) -> NodeControlError {
        .runsUnlocked(node: settings.node, pid: stray.process, path: settings.pidFile)
    }

    private func alreadyRunning(owner: Int32?) -> NodeControlError {
        guard let owner else { return .alreadyRunning(node: settings.node, pid: nil) }
        let record = try? PidFile.look(at: settings.pidFile).record
        let program = record?.launcher == owner ? record?.program : nil
        return .alreadyRunning(node: settings.node, pid: program ?? owner)
    }
}
