public import Processes

/// One piece of work in a process of its own, whose result somebody waits for.
///
///     let price = SupervisedTask.linked { try await fetchPrice() }
///     let stock = SupervisedTask.linked { try await fetchStock() }
///     print(try await price.value(), try await stock.value(within: .seconds(1)))
///
/// It belongs to whoever started it, the owner: only the owner can wait for the result, and the result can be had once.
/// Outside of any process the owner is the present task of Swift. A task that is linked ends with its owner, and its
/// failure ends the owner, unless that traps exits; `TaskSupervisor` starts tasks that are not.
public struct SupervisedTask<Success: Sendable>: Sendable {
    @usableFromInline let work: ValueWork<Success>

    @inlinable init(work: ValueWork<Success>) {
        self.work = work
    }

    /// The process that does the work; `nil` for a task that was completed from the start.
    public var process: ProcessID? {
        work.process
    }

    /// Who may wait for the result.
    public var owner: TaskOwner {
        work.currentOwner
    }

    /// Where it was started.
    public var origin: TaskOrigin {
        work.origin
    }

    /// What `TaskReply` and `Signal.down` of this task carry; `nil` for a task that was completed from the start.
    public var monitor: Monitor? {
        process?.ownersMonitor
    }
}

extension SupervisedTask: Hashable {
    /// Whether both are the same task.
    public static func == (left: SupervisedTask, right: SupervisedTask) -> Bool {
        left.work === right.work
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(work))
    }
}

extension SupervisedTask: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        "task \(process.map(\.description) ?? "that is completed") of \(origin)"
    }
}
