extension ProcessSystem {
    /// Returns when every process but the calling one waits and has no message that it would take.
    package func settle() async {
        let caller = Ambient.process
        await quiescence.wait { processes.all.filter { $0 !== caller } }
    }

    package var nextDeadline: MonotonicTime? {
        timers.nextDeadline
    }

    package func waitForTimers(_ count: Int) async {
        await timers.waitForPending(count)
    }
}
