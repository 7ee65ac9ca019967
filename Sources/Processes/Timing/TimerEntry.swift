/// One timer in the heap.
///
/// Unchecked, because `position` and `sequence` are guarded by the service's lock, and `action` is taken once, by
/// whoever removed the entry from the heap.
@usableFromInline package final class TimerEntry: @unchecked Sendable {
    package let deadline: MonotonicTime
    /// Held, because a timer may be asked and stopped after the world it was made in is gone.
    let service: TimerService
    var position: Int?
    var sequence: UInt64 = 0
    private var action: (@Sendable () -> Void)?

    init(deadline: MonotonicTime, service: TimerService, action: @escaping @Sendable () -> Void) {
        self.deadline = deadline
        self.service = service
        self.action = action
    }

    func run() {
        let action = action.take()
        action?()
    }

    /// Stops the timer and gives the time that was left; `nil` when it has fired or was stopped.
    @discardableResult
    package func cancel() -> Duration? {
        guard service.cancel(self) else { return nil }
        action = nil
        return max(.zero, service.now.duration(to: deadline))
    }

    /// The time that is left; `nil` when it has fired or was stopped.
    package var remaining: Duration? {
        service.isPending(self) ? max(.zero, service.now.duration(to: deadline)) : nil
    }

    static func isEarlier(_ left: TimerEntry, _ right: TimerEntry) -> Bool {
        left.deadline == right.deadline ? left.sequence < right.sequence : left.deadline < right.deadline
    }
}
