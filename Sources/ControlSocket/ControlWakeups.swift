import Posix
import Synchronization

/// How other threads tell the socket's thread that it has something to do.
final class ControlWakeups: Sendable {
    let counter: EventCounter
    private let waiting = Mutex<[UInt64]>([])

    init() throws(PosixError) {
        counter = try EventCounter()
    }

    // Whoever may still signal holds a reference: the number is not reused under them.
    deinit {
        counter.close()
    }

    /// Asks for a look at a connection.
    func add(_ connection: UInt64) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(connection)
            return waiting.count == 1
        }
        if isFirst { counter.signal() }
    }

    /// Takes the connections to look at.
    func take() -> [UInt64] {
        counter.clear()
        return waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
