public import Processes

/// What a supervisor says about one of its children.
public struct ChildInfo: Hashable, Sendable {
    /// Whether a child runs.
    public enum State: Hashable, Sendable {
        /// It runs as this process.
        case running(ProcessID)
        /// It has ended and is to be started again.
        case restarting
        /// It does not run.
        case stopped
    }

    /// What the supervisor calls it; `nil` under a DynamicSupervisor.
    public var id: ChildID?
    /// Whether it runs.
    public var state: State
    /// What it is.
    public var kind: ChildSpec.Kind
    /// The type of code that runs in it, while it runs.
    public var code: String?

    /// Its process, while it runs.
    public var process: ProcessID? {
        if case .running(let process) = state { process } else { nil }
    }
}

/// How many children a supervisor has.
public struct ChildCounts: Hashable, Sendable {
    /// All that it knows, running or not.
    public var specs: Int
    /// Those that run.
    public var active: Int
    /// Those that are supervisors.
    public var supervisors: Int
    /// Those that are workers.
    public var workers: Int

    /// The four numbers.
    public init(specs: Int, active: Int, supervisors: Int, workers: Int) {
        self.specs = specs
        self.active = active
        self.supervisors = supervisors
        self.workers = workers
    }
}
