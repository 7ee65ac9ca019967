public import Processes

/// Why one element of `concurrentResults` has no result.
public struct TaskExit<Input: Sendable>: Error {
    /// Why its task ended.
    public let reason: ExitReason
    /// What the task was given, if `zipsInputOnExit` was asked for.
    public let input: Input?

    @inlinable init(reason: ExitReason, input: Input?) {
        self.reason = reason
        self.input = input
    }

    /// Whether the task was killed because its time was over.
    public var isTimeout: Bool {
        if case .timedOut? = reason.error(as: TaskError.self) { true } else { false }
    }
}

extension TaskExit: Equatable where Input: Equatable {
    /// Whether both say the same.
    public static func == (left: TaskExit, right: TaskExit) -> Bool {
        left.reason == right.reason && left.input == right.input
    }
}

extension TaskExit: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        guard let input else { return "the task ended: \(reason)" }
        return "the task for \(input) ended: \(reason)"
    }
}

/// What happens when a task of `concurrentResults` takes too long.
public enum SlowTask: Hashable, Sendable {
    /// The whole stream ends its tasks and throws `TaskError.timedOut`.
    case exit
    /// The task is killed, and its result is a failure whose `isTimeout` is true.
    case killTask
}
