import Processes

/// What a task does, and its value.
///
/// Unchecked, because the code of the task sets `value` before it ends, and its owner reads it after `take` has said that
/// it has ended.
@usableFromInline final class ValueWork<Success: Sendable>: TaskWork, @unchecked Sendable {
    @exclusivity(unchecked) @usableFromInline var value: Success?

    @inlinable init(
        _ owner: TaskOwner,
        _ origin: TaskOrigin,
        isSpent: Bool = false,
        _ operation: @escaping @Sendable () async throws -> Success
    ) {
        super.init(owner, origin, isSpent: isSpent) { work in
            let value = try await operation()
            unsafeDowncast(work, to: ValueWork<Success>.self).value = value
        }
    }

    /// Work that is done.
    @inlinable init(completed value: Success, _ owner: TaskOwner, _ origin: TaskOrigin) {
        self.value = value
        super.init(owner, origin, nil)
    }

    override func reply(_ monitor: Monitor) -> (any RevocableMessage)? {
        value.map { TaskReply(monitor: monitor, value: $0) }
    }

    /// The result of a task whose end was taken.
    func result(_ ending: TaskEnding) -> Result<Success, ExitReason> {
        switch ending {
        case .failure(let reason): .failure(reason)
        case .success: value.map { .success($0) } ?? .failure(.normal)
        }
    }
}
