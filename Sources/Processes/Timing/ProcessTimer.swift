/// A message that is to be sent later.
///
///     let timer = server.cast(Flush(), after: .seconds(5))
///     timer.cancel()      // the time that was left, or nil when it was sent
public struct ProcessTimer: Sendable {
    let entry: TimerEntry

    /// The time until the message is sent; `nil` when it was sent or cancelled.
    public var remaining: Duration? {
        entry.remaining
    }

    /// Stops the timer and gives the time that was left; `nil` when the message was sent or the timer stopped before.
    @discardableResult
    public func cancel() -> Duration? {
        entry.cancel() ? entry.timeLeft : nil
    }
}

extension ProcessTimer: Hashable {
    /// Whether both are the same.
    public static func == (left: ProcessTimer, right: ProcessTimer) -> Bool {
        left.entry === right.entry
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(entry))
    }
}

extension ProcessID {
    /// Sends a message after a time, unless the process has ended by then: the timer ends with it.
    @discardableResult
    public func send(_ message: any Sendable, after delay: Duration) -> ProcessTimer {
        send(message, at: core.system.now.advanced(by: delay))
    }

    /// Sends a message when the clock of the process system reaches a moment.
    @discardableResult
    public func send(_ message: any Sendable, at moment: MonotonicTime) -> ProcessTimer {
        ProcessTimer(entry: core.setTimer(at: moment) { [core] in core.deliver(message) })
    }
}

extension ProcessSystem {
    /// Sends a message after a time to whoever holds the name then; nobody is no error.
    @discardableResult
    public func send(_ message: any Sendable, to name: ProcessName, after delay: Duration) -> ProcessTimer {
        ProcessTimer(
            entry: timers.schedule(after: delay) { [weak self] in
                guard let self else { return }
                if let process = process(named: name) { process.core.deliver(message) } else { countDeadLetter() }
            }
        )
    }
}
