import Processes

/// The locks of a registry: for each key who holds it, and who waits.
final class LockTable: Sendable {
    /// A key of any type; different types never meet.
    struct Key: Hashable, Sendable {
        let type: ObjectIdentifier
        let value: any Hashable & Sendable

        init<Value: Hashable & Sendable>(_ value: Value) {
            type = ObjectIdentifier(Value.self)
            self.value = value
        }

        static func == (left: Key, right: Key) -> Bool {
            left.type == right.type && AnyHashable(left.value) == AnyHashable(right.value)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(type)
            value.hash(into: &hasher)
        }
    }

    /// Somebody who wants a lock, has it, or had it.
    final class Ticket: ProcessBelongings {
        enum Outcome { case granted, cancelled, ended }

        let key: Key
        let process: ProcessID?
        let promise = Promise<Outcome>()
        private let locks: LockTable
        private let isOver = Locked(false)

        init(_ key: Key, _ process: ProcessID?, _ locks: LockTable) {
            self.key = key
            self.process = process
            self.locks = locks
        }

        var place: AnyObject { self }

        var isObsolete: Bool { isOver.withLock { $0 } }

        /// The process that has the lock has ended; code of it may still run, but is nobody any more.
        func ownerEnded() {
            promise.resolve(.cancelled)
            release()
        }

        /// Gives the lock to the next one, or leaves the queue; only the first time counts.
        func release() {
            let isFirst = isOver.withLock { isOver in
                defer { isOver = true }
                return !isOver
            }
            if isFirst { locks.leave(self) }
        }
    }

    private struct State {
        /// The first one has the lock.
        var queues: [Key: [Ticket]] = [:]
        var hasEnded = false
    }

    private let state = Locked(State())
    private let changes = Quiescence()

    /// Takes a place in the queue for a lock.
    func enter(_ key: Key, _ process: ProcessID?) -> Ticket {
        let ticket = Ticket(key, process, self)
        if let process, process.belongings(at: ticket, orNew: { ticket }) == nil {
            ticket.promise.resolve(.cancelled)
            return ticket
        }
        let outcome = state.withLock { state -> Ticket.Outcome? in
            if state.hasEnded { return .ended }
            state.queues[key, default: []].append(ticket)
            return state.queues[key]?.count == 1 ? .granted : nil
        }
        if let outcome { ticket.promise.resolve(outcome) }
        changes.note()
        // Its process may have ended before it was in the queue.
        if ticket.isObsolete { leave(ticket) }
        return ticket
    }

    fileprivate func leave(_ ticket: Ticket) {
        let next = state.withLock { state -> Ticket? in
            guard let place = state.queues[ticket.key]?.firstIndex(where: { $0 === ticket }) else { return nil }
            state.queues[ticket.key]?.remove(at: place)
            if state.queues[ticket.key]?.isEmpty == true { state.queues[ticket.key] = nil }
            return place == 0 ? state.queues[ticket.key]?.first : nil
        }
        next?.promise.resolve(.granted)
        changes.note()
    }

    /// Returns when so many stand in the queue for a lock, the one who has it included; for tests.
    func waitForQueue(_ key: Key, reaching count: Int) async {
        await changes.waitUntil { state.withLock { $0.queues[key]?.count ?? 0 } >= count }
    }

    /// The registry has ended: whoever waits will not get a lock.
    func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            return state.queues.values.flatMap { $0.dropFirst() }
        }
        for ticket in waiting { ticket.promise.resolve(.ended) }
    }
}
