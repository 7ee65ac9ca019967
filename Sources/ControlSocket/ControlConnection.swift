import Posix
import Synchronization

/// The side of a connection that answers are written to, shared between the socket's thread and those that answer.
final class ControlConnection: Sendable {
    private struct State {
        /// nil once the connection is closed; closing happens under the lock, so nobody writes to a reused number.
        var descriptor: FileDescriptor?
        var queue = OutgoingQueue()
        /// The client does not read any more; what is written goes nowhere.
        var isBroken = false
        /// While the socket's thread reads requests, answers are collected and sent together.
        var isCorked = false
        /// Whether the socket's thread wants to know of every answer.
        var isWatched = false
        var sent: UInt64 = 0
        var requests = 0
        var nextTicket: UInt64 = 0
        var closeHandlers: [UInt64: [@Sendable () -> Void]] = [:]
        /// Readable when those who wait for room should look again.
        var room: EventCounter?
        var waiting = 0
    }

    /// What the socket's thread has to know to decide what to do next.
    struct Outlook {
        let hasOutput: Bool
        let isFull: Bool
        let isBroken: Bool
        let requests: Int
        /// How many bytes were sent since the connection began.
        let sent: UInt64
    }

    let peer: ControlPeer
    private let wakeups: ControlWakeups
    private let capacity: Int
    private let state: Mutex<State>

    init(_ descriptor: FileDescriptor, peer: ControlPeer, wakeups: ControlWakeups, capacity: Int) {
        self.peer = peer
        self.wakeups = wakeups
        self.capacity = capacity
        state = Mutex(State(descriptor: descriptor))
    }

    // MARK: - For those who answer

    /// Sends bytes, or keeps them until they can be sent.
    func enqueue(_ bytes: [UInt8]) {
        let needsThread = state.withLock { append(bytes, to: &$0) }
        if needsThread { wakeups.add(peer.connection) }
    }

    /// Sends bytes unless too many wait already.
    func offer(_ bytes: [UInt8]) -> Bool {
        let needsThread: Bool? = state.withLock { state in
            guard state.descriptor != nil, !state.isBroken, state.queue.count < capacity else { return nil }
            return append(bytes, to: &state)
        }
        if needsThread == true { wakeups.add(peer.connection) }
        return needsThread != nil
    }

    private enum Offer {
        case taken(needsThread: Bool)
        case gone
        case wait(EventCounter)
    }

    /// Sends bytes, waiting for room; false when the client is gone.
    func offerWaiting(_ bytes: [UInt8]) -> Bool {
        while true {
            let offer = state.withLock { state -> Offer in
                guard state.descriptor != nil, !state.isBroken else { return .gone }
                if state.queue.count < capacity { return .taken(needsThread: append(bytes, to: &state)) }
                guard let room = makeRoomCounter(&state) else { return .gone }
                room.clear()
                state.waiting += 1
                return .wait(room)
            }
            switch offer {
            case .gone: return false
            case .taken(let needsThread):
                if needsThread { wakeups.add(peer.connection) }
                return true
            case .wait(let room): wait(for: room)
            }
        }
    }

    // Without a descriptor to wait on there is no way to slow the writer down: it is told that the client is gone.
    private func makeRoomCounter(_ state: inout State) -> EventCounter? {
        if state.room == nil { state.room = try? EventCounter() }
        return state.room
    }

    private func wait(for room: EventCounter) {
        // A failure of poll is no reason to give up: the queue is looked at again.
        _ = try? Poll.wait(for: room.descriptor, .readable, until: .never)
        state.withLock { state in
            state.waiting -= 1
            closeRoomCounter(&state)
        }
    }

    private func closeRoomCounter(_ state: inout State) {
        guard state.descriptor == nil, state.waiting == 0 else { return }
        state.room?.close()
        state.room = nil
    }

    private func append(_ bytes: [UInt8], to state: inout State) -> Bool {
        guard state.descriptor != nil, !state.isBroken else { return false }
        let wasEmpty = state.queue.count == 0
        state.queue.append(bytes)
        guard !state.isCorked else { return false }
        if wasEmpty { flush(&state) }
        return state.queue.count > 0 || state.isBroken
    }

    private func flush(_ state: inout State) {
        guard let descriptor = state.descriptor, !state.isBroken, state.queue.count > 0 else { return }
        do throws(PosixError) {
            state.sent += UInt64(try state.queue.flush(to: descriptor))
        } catch {
            state.isBroken = true
            state.queue.removeAll()
        }
        if state.waiting > 0, state.isBroken || state.queue.count <= capacity / 2 { state.room?.signal() }
    }

    // MARK: - Requests under way

    func beginRequest() -> UInt64 {
        state.withLock { state in
            state.requests += 1
            state.nextTicket += 1
            return state.nextTicket
        }
    }

    func endRequest(_ ticket: UInt64) {
        let isWatched = state.withLock { state in
            state.requests -= 1
            state.closeHandlers[ticket] = nil
            return state.isWatched
        }
        if isWatched { wakeups.add(peer.connection) }
    }

    func whenClosed(during ticket: UInt64, _ body: @escaping @Sendable () -> Void) {
        let isClosed = state.withLock { state in
            guard state.descriptor != nil else { return true }
            state.closeHandlers[ticket, default: []].append(body)
            return false
        }
        if isClosed { body() }
    }

    // MARK: - For the socket's thread

    func cork() {
        state.withLock { $0.isCorked = true }
    }

    /// Sends what was collected, or what could not be sent before.
    func flush() -> Outlook {
        state.withLock { state in
            state.isCorked = false
            flush(&state)
            return outlook(state)
        }
    }

    func outlook() -> Outlook {
        state.withLock { outlook($0) }
    }

    private func outlook(_ state: State) -> Outlook {
        Outlook(
            hasOutput: state.queue.count > 0,
            isFull: state.queue.count >= capacity,
            isBroken: state.isBroken,
            requests: state.requests,
            sent: state.sent
        )
    }

    /// Asks to be told of every answer from now on.
    func watch() {
        state.withLock { $0.isWatched = true }
    }

    /// Closes the connection, lets go of those who wait for room, and tells requests under way.
    func close() {
        let handlers = state.withLock { state in
            state.descriptor?.close()
            state.descriptor = nil
            state.queue.removeAll()
            state.room?.signal()
            closeRoomCounter(&state)
            defer { state.closeHandlers = [:] }
            return state.closeHandlers
        }
        for (_, bodies) in handlers.sorted(by: { $0.key < $1.key }) {
            for body in bodies { body() }
        }
    }
}
