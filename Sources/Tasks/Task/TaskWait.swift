public import Processes

/// What somebody waited for when an error came instead.
public enum TaskWait: Hashable, Sendable {
    /// The value of one task.
    case value(ProcessID?)
    /// The values of several tasks.
    case values([ProcessID?])
    /// The next result of `concurrentResults`.
    case concurrentResults
}

extension TaskWait: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        switch self {
        case .value(let process): "the value of the task \(process.map(\.description) ?? "that is completed")"
        case .values(let processes): "the values of \(processes.count) tasks"
        case .concurrentResults: "concurrentResults"
        }
    }
}
