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

extension ProcessSystem {
    /// The number of timers that have not fired.
    package var pendingTimerCount: Int {
        timers.pendingCount
    }
}

extension ProcessSystem {
    /// Returns when a message whose text contains `text` waits in the mailbox of a process, or that process has ended.
    package func waitForMail(containing text: String, in process: ProcessID) async {
        await quiescence.waitUntil {
            guard let shown = process.core.snapshot(ofEnded: false, messages: .max) else { return true }
            return shown.messages.contains { $0.contains(text) }
        }
    }
}

extension ProcessSystem {
    /// Returns when the code of every killed process has come to its end.
    package func waitForLingering() async {
        await quiescence.waitUntil { lingering.isEmpty }
    }
}
