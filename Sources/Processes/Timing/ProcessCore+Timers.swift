extension ProcessCore {
    /// Sets a timer that ends with this process, so that nothing of either stays until it is due.
    func setTimer(at moment: MonotonicTime, _ action: @escaping @Sendable () -> Void) -> TimerEntry {
        let entry = TimerEntry(deadline: moment, service: system.timers, process: self, action: action)
        guard keep(entry) else { return entry }
        system.timers.start(entry)
        // Whoever ended the process in between has not found it among those that wait.
        if lock.withLock({ phase.hasExited }) { entry.cancel() }
        return entry
    }

    private func keep(_ timer: TimerEntry) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard !phase.hasExited else { return false }
        if rarities == nil { rarities = ProcessRarities() }
        rarities?.timers[ObjectIdentifier(timer)] = timer
        return true
    }

    /// Lets go of a timer that waits no more.
    func forget(_ timer: TimerEntry) {
        _ = lock.withLock { rarities?.timers.removeValue(forKey: ObjectIdentifier(timer)) }
    }
}
