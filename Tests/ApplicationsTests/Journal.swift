import NodeLogging
import Synchronization

/// What happened, in order; tests wait for entries instead of for time.
final class Journal: LogSink {
    private struct State {
        var entries: [String] = []
        var waiting: [(matches: @Sendable (String) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    let level = LogLevel.notice

    var entries: [String] { state.withLock { $0.entries } }

    func add(_ entry: String) {
        let continuations = state.withLock { state in
            state.entries.append(entry)
            let met = state.waiting.filter { $0.matches(entry) }
            state.waiting.removeAll { $0.matches(entry) }
            return met.map(\.continuation)
        }
        for continuation in continuations { continuation.resume() }
    }

    /// Returns once `entry` was added, whatever becomes of the task.
    func wait(for entry: String) async {
        await waitForEntry { $0 == entry }
    }

    /// Returns once an entry was added that `matches`, whatever becomes of the task.
    func waitForEntry(_ matches: @escaping @Sendable (String) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard !state.entries.contains(where: matches) else { return true }
                state.waiting.append((matches, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func write(_ entry: LogEntry) {
        add("\(entry.level) \(entry.label): \(entry.message)")
    }
}
