public import Processes

/// Who started a task, and is the only one to ask for its result.
public enum TaskOwner: Hashable, Sendable {
    /// A process.
    case process(ProcessID)
    /// A task of Swift outside of any process, by its number; as in `main` and in tests.
    case swiftTask(Int)
    /// Code outside of processes and tasks of Swift; whoever asks first becomes the owner.
    case nobody

    /// Who the running code is.
    public static var current: TaskOwner {
        if let process = ProcessContext.current { return .process(process.id) }
        return withUnsafeCurrentTask { task in task.map { .swiftTask($0.hashValue) } } ?? .nobody
    }
}

extension TaskOwner: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        switch self {
        case .process(let process): process.description
        case .swiftTask: "a task outside of any process"
        case .nobody: "code outside of any process and task"
        }
    }
}
