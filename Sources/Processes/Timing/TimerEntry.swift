/// One timer in the heap.
///
/// Unchecked, because `position` and `sequence` are guarded by the service's lock, and `action` and `process` are taken
/// once, by whoever removed the entry from the heap.
@usableFromInline package final class TimerEntry: @unchecked Sendable {
    package let deadline: MonotonicTime
    /// Held, because a timer may be asked and stopped after the world it was made in is gone.
    let service: TimerService
    var position: Int?
    var sequence: UInt64 = 0
    private var action: (@Sendable () -> Void)?
    /// The process that it ends with, if with any.
    private var process: ProcessCore?

    init(
        deadline: MonotonicTime,
        service: TimerService,
        process: ProcessCore? = nil,
        action: @escaping @Sendable () -> Void
    ) {
        self.deadline = deadline
        self.service = service
        self.process = process
        self.action = action
    }

    func run() {
        let action = action
        self.action = nil
        process.take()?.forget(self)
        action?()
    }

    /// Stops the timer; false when it has fired or was stopped.
    @discardableResult
    package func cancel() -> Bool {
        guard service.cancel(self) else { return false }
        action = nil
        process.take()?.forget(self)
        return true
    }

    /// The time that is left; `nil` when it has fired or was stopped.
    package var remaining: Duration? {
        service.isPending(self) ? timeLeft : nil
    }

    /// The time to the deadline, whether or not somebody still waits for it.
    package var timeLeft: Duration {
        max(.zero, service.now.duration(to: deadline))
    }

    static func isEarlier(_ left: TimerEntry, _ right: TimerEntry) -> Bool {
        left.deadline == right.deadline ? left.sequence < right.sequence : left.deadline < right.deadline
    }
}
