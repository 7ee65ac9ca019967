public import Processes
public import Supervision

/// Why a task could not be started, or its result not be had.
public enum TaskError: Error, Sendable {
    /// Somebody else than the owner asked.
    case notOwner(asker: TaskOwner, owner: TaskOwner)
    /// The result was taken before, or given up by a wait that failed, or ignored.
    case alreadyTaken
    /// Nothing came in time; the task goes on.
    case timedOut(after: Duration, TaskWait)
    /// The task ended without a result.
    case exited(ExitReason, TaskWait)
    /// The task of Swift that waited was cancelled, or its process is to end.
    case cancelled(TaskWait)
    /// The supervisor has as many tasks as it may have.
    case tooManyTasks(limit: Int)
    /// The supervisor could not do what it was asked to for another reason.
    case supervisor(SupervisorError)
    /// There is no room for even one task.
    case maxConcurrencyNotPositive(Int)
    /// A limit of results must be one or more.
    case limitNotPositive(Int)
    /// A time must not be negative.
    case negativeTimeout(Duration)
    /// A time to end must not be negative.
    case negativeShutdown(Duration)
    /// The input of `concurrentResults` threw.
    case inputFailed(any Error)
}

extension TaskError: Equatable {
    /// Compares kinds and what they carry.
    public static func == (left: TaskError, right: TaskError) -> Bool {
        switch (left, right) {
        case (.notOwner(let asker, let owner), .notOwner(let asker2, let owner2)): asker == asker2 && owner == owner2
        case (.alreadyTaken, .alreadyTaken): true
        case (.timedOut(let limit, let wait), .timedOut(let limit2, let wait2)): limit == limit2 && wait == wait2
        case (.exited(let reason, let wait), .exited(let reason2, let wait2)): reason == reason2 && wait == wait2
        case (.cancelled(let one), .cancelled(let other)): one == other
        case (.tooManyTasks(let one), .tooManyTasks(let other)): one == other
        case (.supervisor(let one), .supervisor(let other)): one == other
        case (.maxConcurrencyNotPositive(let one), .maxConcurrencyNotPositive(let other)): one == other
        case (.limitNotPositive(let one), .limitNotPositive(let other)): one == other
        case (.negativeTimeout(let one), .negativeTimeout(let other)): one == other
        case (.negativeShutdown(let one), .negativeShutdown(let other)): one == other
        case (.inputFailed(let one), .inputFailed(let other)): ExitReason.failed(one) == .failed(other)
        default: false
        }
    }
}

extension TaskError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .notOwner(let asker, let owner):
            "\(asker) asked for the result of a task that \(owner) started; ask in the code that started it, and send "
                + "the result on from there"
        case .alreadyTaken:
            "the result of the task was taken or given up before; it can be had once, so keep the value and not the task"
        case .timedOut(let limit, let wait):
            "no answer within \(limit) while waiting for \(wait); raise the limit, or poll, which may be done again"
        case .exited(let reason, let wait):
            "a task ended before it answered (\(reason)) while waiting for \(wait); poll it to get the reason as a value"
        case .cancelled(let wait):
            "cancelled while waiting for \(wait); let the error through, or shut the task down"
        case .tooManyTasks(let limit):
            "the task supervisor has reached its maximum of \(limit) tasks; raise maxChildren, or start fewer at a time"
        case .supervisor(let error): "the task supervisor: \(error)"
        case .maxConcurrencyNotPositive(let count): "maxConcurrency is \(count); use one or more"
        case .limitNotPositive(let count): "the limit of results is \(count); use one or more"
        case .negativeTimeout(let time): "the timeout is \(time); use zero or more, or nil to wait for ever"
        case .negativeShutdown(let time): "the time to end is \(time); use zero or more, or .brutalKill"
        case .inputFailed(let error):
            "the input of concurrentResults threw (\(error)); its tasks were ended, handle the error in the input"
        }
    }
}
