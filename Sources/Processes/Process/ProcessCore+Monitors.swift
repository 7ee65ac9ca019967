extension ProcessCore {
    /// Tells `watcher`, which is no process, about the end; gives the reason instead if that has come.
    func watch(_ watcher: Watcher) -> (number: UInt64, reason: ExitReason?) {
        let number = system.nextNumber()
        lock.lock()
        defer { lock.unlock() }
        if case .exited(let reason) = phase { return (number, reason) }
        watchers[number] = watcher
        return (number, nil)
    }

    func unwatch(_ number: UInt64) {
        _ = lock.withLock { watchers.removeValue(forKey: number) }
    }

    /// Makes this process watch another, in one step with the question whether that one is there.
    func monitor(_ target: ProcessCore?, as shown: Monitor.Target) -> Monitor {
        let monitor = Monitor(number: system.nextNumber(), target: shown)
        guard let target else {
            append(.down(monitor, .noProcess))
            return monitor
        }
        let isThere = Self.withBothLocked(self, target) {
            guard !target.phase.hasExited else { return false }
            target.watchers[monitor.number] = .process(self, monitor)
            monitors[monitor.number] = target
            return true
        }
        if !isThere { append(.down(monitor, .noProcess)) }
        return monitor
    }

    /// Ends a monitor; true when it was still active.
    func demonitor(_ monitor: Monitor, flush: Bool) -> Bool {
        lock.lock()
        let target = monitors.removeValue(forKey: monitor.number)
        monitorEndedLocked(monitor.number)
        if flush {
            removeSignalLocked { signal in
                if case .down(let other, _) = signal { other == monitor } else { false }
            }
        }
        lock.unlock()
        target?.unwatch(monitor.number)
        return target != nil
    }

    /// Takes away the alias that lives as long as a monitor; the lock is held.
    func monitorEndedLocked(_ number: UInt64) {
        guard rarities?.aliases.isEmpty == false else { return }
        if let alias = rarities?.aliasesOfMonitors.removeValue(forKey: number) { rarities?.aliases[alias] = nil }
    }

    /// Locks two processes in the order of their numbers.
    static func withBothLocked<Result>(_ one: ProcessCore, _ other: ProcessCore, _ body: () -> Result) -> Result {
        if one === other { return one.lock.withLock(body) }
        let (first, second) = one.number < other.number ? (one, other) : (other, one)
        return first.lock.withLock { second.lock.withLock(body) }
    }
}
