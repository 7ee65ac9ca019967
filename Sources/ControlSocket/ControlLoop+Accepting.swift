import ControlProtocol
import Glibc
import JSONValues
import Posix

extension ControlLoop {
    /// Accepts those who wait, some at a time so that the others are served too.
    mutating func acceptClients(now: UInt64) {
        for _ in 0..<256 {
            do throws(PosixError) {
                guard let descriptor = try UnixSocket.accept(socket.descriptor) else { return }
                admit(descriptor, now: now)
            } catch {
                return turnAwayForWantOfDescriptors(now: now)
            }
        }
    }

    private mutating func admit(_ descriptor: FileDescriptor, now: UInt64) {
        guard let credentials = Self.admissible(descriptor) else { return descriptor.close() }
        guard sessions.count < limits.connections else {
            return Self.turnAway(descriptor, "\(limits.connections) clients are connected, no more are let in")
        }
        lastConnection += 1
        let connection = ControlConnection(
            descriptor,
            peer: ControlPeer(connection: lastConnection, credentials: credentials),
            wakeups: shared.wakeups,
            capacity: limits.queue
        )
        let session = ControlSession(descriptor: descriptor, connection: connection, limits: limits, now: now)
        session.due = now + Self.nanoseconds(limits.greetingDelaySeconds)
        insert(session)
    }

    /// Who connected, if that is the node's user or root.
    private static func admissible(_ descriptor: FileDescriptor) -> PeerCredentials? {
        guard let credentials = try? UnixSocket.peer(of: descriptor),
            credentials.user == 0 || credentials.user == CurrentProcess.effectiveUser
        else { return nil }
        return credentials
    }

    private static func turnAway(_ descriptor: FileDescriptor, _ reason: String) {
        let line = ControlResponse(id: .null, outcome: .failure(.limit(reason))).json.line
        // A client that cannot even take this learns enough from the closed connection.
        _ = try? line.withUnsafeBytes { try UnixSocket.send($0, to: descriptor) }
        descriptor.close()
    }

    /// Lets those who wait in where other threads cannot take the descriptors that it needs, and turns them away.
    ///
    /// A descriptor held back for this would be lost: whoever else waits for one can have it before this thread does.
    private mutating func turnAwayForWantOfDescriptors(now: UInt64) {
        let listener = socket.descriptor
        // Without a thread for it they wait, as all do for a moment, so that this thread is not kept busy.
        _ = try? DescriptorTable.runApart(keeping: listener) {
            while let descriptor = try? UnixSocket.accept(listener) {
                guard Self.admissible(descriptor) != nil else {
                    descriptor.close()
                    continue
                }
                Self.turnAway(descriptor, "the node has no file descriptors left for another connection")
            }
        }
        pauseEnds = now + 200_000_000
        poll.setEvents([], at: 1)
    }

    mutating func resumeAccepting() {
        pauseEnds = nil
        if end == nil { poll.setEvents(.readable, at: 1) }
    }

    static func nanoseconds(_ seconds: Double) -> UInt64 {
        UInt64(max(0, min(seconds, 1e9)) * 1e9)
    }
}
