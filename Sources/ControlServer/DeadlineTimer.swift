import Glibc
package import Posix
import Synchronization

/// Runs what is due, on a thread of its own that starts with the first request.
///
/// `Task.sleep` would need the task pool, whose trouble is what deadlines are there for.
package final class DeadlineTimer: Sendable {
    private struct Entry {
        var due: UInt64
        var action: @Sendable () -> Void
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var lastTicket = 0
        var isRunning = false
    }

    /// What `cancel` takes back.
    package struct Ticket: Sendable {
        fileprivate let number: Int
    }

    private let state = Mutex(State())
    private let wakeUp: EventCounter

    /// A timer with nothing to do.
    package init() throws(PosixError) {
        wakeUp = try EventCounter()
    }

    deinit {
        wakeUp.close()
    }

    /// Runs `action` once the time is over; it must not block.
    package func schedule(after duration: Duration, _ action: @escaping @Sendable () -> Void) throws(PosixError)
        -> Ticket
    {
        let (ticket, mustStart) = state.withLock { state in
            state.lastTicket += 1
            let due = Clocks.monotonicNanoseconds() &+ duration.wholeNanoseconds
            state.entries[state.lastTicket] = Entry(due: due, action: action)
            defer { state.isRunning = true }
            return (Ticket(number: state.lastTicket), !state.isRunning)
        }
        if mustStart {
            try DedicatedThread.start("node-deadlines") { [self] in run() }
        } else {
            wakeUp.signal()
        }
        return ticket
    }

    /// Forgets what was scheduled, if it has not run yet.
    package func cancel(_ ticket: Ticket) {
        state.withLock { _ = $0.entries.removeValue(forKey: ticket.number) }
    }

    private func run() {
        while true {
            let (due, next) = takeDue(at: Clocks.monotonicNanoseconds())
            for entry in due { entry.action() }
            guard due.isEmpty else { continue }
            var waiting = pollfd(fd: wakeUp.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, Self.milliseconds(until: next))
            wakeUp.clear()
        }
    }

    private func takeDue(at now: UInt64) -> (due: [Entry], next: UInt64?) {
        state.withLock { state in
            let due = state.entries.filter { $0.value.due <= now }
            for number in due.keys { state.entries[number] = nil }
            let ordered = due.values.sorted { $0.due < $1.due }
            return (ordered, state.entries.values.map(\.due).min())
        }
    }

    private static func milliseconds(until due: UInt64?) -> Int32 {
        guard let due else { return -1 }
        let now = Clocks.monotonicNanoseconds()
        guard due > now else { return 0 }
        return Int32(min((due - now) / 1_000_000 + 1, 3_600_000))
    }
}

extension Duration {
    /// The duration in nanoseconds; nothing for what is negative, a century for what is longer.
    package var wholeNanoseconds: UInt64 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        guard seconds < 3_155_760_000 else { return 3_155_760_000_000_000_000 }
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}

extension Duration {
    /// The duration in seconds as people write it, without a fraction where there is none.
    package var inSeconds: String {
        let milliseconds = wholeNanoseconds / 1_000_000
        return milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
    }
}
