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
        guard let credentials = try? UnixSocket.peer(of: descriptor),
            credentials.user == 0 || credentials.user == CurrentProcess.effectiveUser
        else { return descriptor.close() }
        guard sessions.count < limits.connections else {
            return turnAway(descriptor, "\(limits.connections) clients are connected, no more are let in")
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

    private func turnAway(_ descriptor: FileDescriptor, _ reason: String) {
        let line = ControlResponse(id: .null, outcome: .failure(.limit(reason))).json.line
        // A client that cannot even take this learns enough from the closed connection.
        _ = try? line.withUnsafeBytes { try UnixSocket.send($0, to: descriptor) }
        descriptor.close()
    }

    /// Uses the descriptor held back for this to let one client in and turn it away; without it, waits a moment,
    /// because a listening socket that is not accepted from stays readable and would keep this thread busy.
    private mutating func turnAwayForWantOfDescriptors(now: UInt64) {
        if let reserve {
            reserve.close()
            if let descriptor = try? UnixSocket.accept(socket.descriptor) {
                turnAway(descriptor, "the node has no file descriptors left for another connection")
            }
            self.reserve = Self.makeReserve()
        }
        guard reserve == nil else { return }
        pauseEnds = now + 200_000_000
        poll.setEvents([], at: 1)
    }

    mutating func resumeAccepting() {
        pauseEnds = nil
        if reserve == nil { reserve = Self.makeReserve() }
        if end == nil { poll.setEvents(.readable, at: 1) }
    }

    static func nanoseconds(_ seconds: Double) -> UInt64 {
        UInt64(max(0, min(seconds, 1e9)) * 1e9)
    }
}
