import NodeLogging

/// Warns about processes whose mailboxes grow: once when one is found longer than allowed, once when it is short again.
///
/// It looks from time to time, so that sending costs nothing for it; what grows and shrinks in between goes unseen.
package final class MailboxWatch: Sendable {
    private let system: ProcessSystem
    private let limit: Int
    private let interval: Duration
    private let long = Locked<Set<ProcessID>>([])

    /// A watch that finds mailboxes with more than `limit` items.
    package init(_ system: ProcessSystem, limit: Int, every interval: Duration = .seconds(1)) {
        self.system = system
        self.limit = limit
        self.interval = interval
    }

    /// Looks now and from now on.
    package func start() {
        check()
        system.timers.schedule(after: interval) { self.start() }
    }

    private func check() {
        let lengths = system.processes.all.map { process in
            (process.id, process.lock.withLock { process.queueLengthLocked })
        }
        let now = Dictionary(uniqueKeysWithValues: lengths.filter { $0.1 > limit })
        let before = long.withLock { long in
            defer { long = Set(now.keys) }
            return long
        }
        for (process, length) in now where !before.contains(process) {
            system.log.warning(
                "a mailbox is long",
                ["process": process.core.display, "messages": length, "limit": limit]
            )
        }
        for process in before where now[process] == nil && process.isAlive {
            system.log.notice("a mailbox is short again", ["process": process.core.display])
        }
    }
}
