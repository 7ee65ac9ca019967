import NodeLogging
public import Processes

/// On whose behalf a task works.
///
/// Kept in two parts, because most tasks have one caller, and an array for one would cost more than the rest.
struct TaskCallers: Sendable {
    let nearest: ProcessID?
    let others: [ProcessID]

    /// A limit keeps chains of successors from growing for ever.
    private static let limit = 16

    init(of owner: ProcessID?) {
        nearest = owner
        let others = owner?.callers ?? []
        self.others = others.count < Self.limit ? others : Array(others.prefix(Self.limit - 1))
    }

    var list: [ProcessID] {
        nearest.map { [$0] + others } ?? []
    }

    /// Who asked for the work.
    private var starter: String {
        nearest?.display ?? "code outside of any process"
    }

    /// What reports about a task say.
    func details(_ origin: TaskOrigin) -> LogEntry.Metadata {
        var details: LogEntry.Metadata = ["function": origin, "started_by": starter]
        if nearest != nil { details["callers"] = list.map(\.description).joined(separator: ", ") }
        return details
    }
}

extension ProcessContext {
    /// On whose behalf this process works: whoever started this task, then the callers of that one, and so on.
    ///
    /// Unlike `ancestors` it leads from a supervised task to the code that asked for it. Empty unless this is a task.
    public var callers: [ProcessID] {
        id.callers
    }

    /// Who started this process, and who started that one, nearest first; for a supervised task, its supervisors.
    public var ancestors: [ProcessID] {
        id.ancestors
    }
}
