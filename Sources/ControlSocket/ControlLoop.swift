import Posix
import Synchronization

/// The socket's thread: waits for all connections at once and serves those with news.
struct ControlLoop {
    let socket: ListeningSocket
    let limits: ControlLimits
    let handler: any ControlHandler
    let shared: ControlListener.Shared
    var poll = Poll()
    /// The session at each index is at index + 2 in `poll`, after the wakeups and the listening socket.
    var sessions: [ControlSession] = []
    var positions: [UInt64: Int] = [:]
    var lastConnection: UInt64 = 0
    /// The sum of what all sessions keep because it is not complete.
    var unfinished = 0
    /// When clients are accepted again after descriptors ran out.
    var pauseEnds: UInt64?
    var end: Deadline?
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    init(socket: ListeningSocket, limits: ControlLimits, handler: any ControlHandler, shared: ControlListener.Shared) {
        self.socket = socket
        self.limits = limits
        self.handler = handler
        self.shared = shared
        poll.add(shared.wakeups.counter.descriptor, for: .readable)
        poll.add(socket.descriptor, for: .readable)
    }

    mutating func run() {
        while !isOver { turn() }
        for index in sessions.indices.reversed() { remove(at: index) }
        socket.close()
    }

    private var isOver: Bool {
        guard let end else { return false }
        return end.hasPassed || !sessions.contains { $0.connection.outlook().hasOutput }
    }

    private mutating func turn() {
        wait()
        let now = Clocks.monotonicNanoseconds()
        if !poll[0].isEmpty { takeWakeups() }
        if let pauseEnds, now >= pauseEnds { resumeAccepting() }
        if poll[1].contains(.readable), end == nil { acceptClients(now: now) }
        for index in sessions.indices.reversed() {
            let session = sessions[index]
            let events = poll[index + 2]
            guard !events.isEmpty || session.needsAttention || now >= session.due else { continue }
            if let outlook = serve(session, events, now: now) {
                poll.setEvents(session.interest(outlook), at: index + 2)
            } else {
                remove(at: index)
            }
        }
    }

    private mutating func wait() {
        var due = pauseEnds ?? .max
        for session in sessions { due = min(due, session.due) }
        let next = due == .max ? Deadline.never : Deadline(monotonicNanoseconds: due)
        do throws(PosixError) {
            _ = try poll.wait(until: min(next, end ?? .never))
        } catch {
            // The kernel is out of memory for the moment; nothing tells when it has some again.
            Clocks.pause(seconds: 0.05)
        }
    }

    private mutating func takeWakeups() {
        for connection in shared.wakeups.take() {
            guard let position = positions[connection] else { continue }
            sessions[position].needsAttention = true
        }
        guard end == nil, let deadline = shared.end.withLock({ $0 }) else { return }
        end = deadline
        socket.removeName()
        poll.setEvents([], at: 1)
    }

    mutating func insert(_ session: ControlSession) {
        positions[session.connection.peer.connection] = sessions.count
        sessions.append(session)
        poll.add(session.descriptor, for: .readable)
        shared.connections.store(sessions.count, ordering: .relaxed)
    }

    mutating func remove(at index: Int) {
        let session = sessions[index]
        unfinished -= session.counted
        positions[session.connection.peer.connection] = nil
        sessions.swapAt(index, sessions.count - 1)
        sessions.removeLast()
        poll.removeBySwapping(at: index + 2)
        if index < sessions.count { positions[sessions[index].connection.peer.connection] = index }
        shared.connections.store(sessions.count, ordering: .relaxed)
        session.connection.close()
    }
}
