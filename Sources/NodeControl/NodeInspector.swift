package import Posix

/// Looks at a node from outside: who has its lock, and what its pid file says.
package struct NodeInspector: Sendable {
    package let settings: NodeSettings

    package init(settings: NodeSettings) {
        self.settings = settings
    }

    /// Who is the node.
    package enum Holder: Hashable, Sendable {
        case nobody(PidRecord)
        case held(PidRecord, owner: FileLock.Owner)

        /// Whether it is that process.
        package func isProcess(_ pid: Int32) -> Bool {
            if case .held(_, .process(pid)) = self { return true }
            return false
        }
    }

    /// Asks for the lock; throws when the files of the node cannot be read by this user.
    package func holder() throws(NodeControlError) -> Holder {
        do throws(PosixError) {
            let (record, owner) = try PidFile.look(at: settings.pidFile)
            guard let owner else { return .nobody(record) }
            return .held(Self.credible(record, owner), owner: owner)
        } catch  where error.code == .notFound || error.code == .notDirectory {
            return .nobody(PidRecord())
        } catch  where error.code == .accessDenied {
            throw .condition(.foreign(user: NodeDirectory.owner(of: settings.pidFile)), node: settings.node)
        } catch  where [.tooManyLinks, .invalidArgument].contains(error.code) {
            throw .temporaryDirectory(path: settings.pidFile, reason: "is not a plain file")
        } catch  where error.code == .nameTooLong {
            throw .temporaryDirectory(path: settings.pidFile, reason: "\(error.code)")
        } catch {
            throw .system(error)
        }
    }

    /// What of a record holds for the owner of the lock; its socket answers for itself.
    private static func credible(_ record: PidRecord, _ owner: FileLock.Owner) -> PidRecord {
        switch owner {
        // What somebody else has left says nothing about the one who has the lock now.
        case .process(let pid): (record.launcher ?? record.program) == pid ? record : PidRecord(socket: record.socket)
        // The numbers mean other processes here.
        case .unseen: PidRecord(socket: record.socket, started: record.started, phase: record.phase)
        }
    }

    /// The state as far as the pid file alone shows it: for programs without a socket, or whose socket is not there.
    package func phase(_ record: PidRecord, owner: FileLock.Owner, now: Int) -> NodeCondition {
        let pid = record.program ?? owner.process
        switch record.phase {
        case .booting?: return .booting(pid: pid)
        case .running? where !settings.hasSocket: return .running(pid: pid)
        case .stopping?: return .stopping(pid: pid)
        case .running?: return withoutSocket(pid, record)
        case nil:
            // A program that opens its socket among its first actions, and closes it among its last.
            guard let started = record.started, now - started > Self.timeToOpenSocket else { return .booting(pid: pid) }
            return withoutSocket(pid, record)
        }
    }

    private func withoutSocket(_ pid: Int32?, _ record: PidRecord) -> NodeCondition {
        let path = record.socket ?? settings.preferredSocket
        return .withoutSocket(pid: pid, path: path, hasLauncher: record.launcher != nil)
    }

    private static let timeToOpenSocket = 10
}
