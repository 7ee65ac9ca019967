public import Processes

/// What is wrong with the description of a supervisor or a child.
public enum SpecError: Error, Hashable, Sendable {
    /// Two children have one id.
    case duplicateChild(ChildID)
    /// A child that is always restarted cannot be significant.
    case permanentSignificantChild(ChildID)
    /// A significant child needs a supervisor that shuts down by itself.
    case significantChildWithoutAutoShutdown(ChildID)
    /// A time to end must not be negative.
    case negativeShutdown(ChildID, Duration)
    /// A number of restarts must not be negative.
    case negativeRestarts(Int)
    /// The period in which restarts are counted must be longer than nothing.
    case periodNotPositive(Duration)
    /// A number of children must not be negative.
    case negativeMaxChildren(Int)
    /// A pool needs at least one partition.
    case partitionsNotPositive(Int)
    /// A pool cannot have that many partitions.
    case tooManyPartitions(Int, limit: Int)
    /// A start function returned a process that is not linked to the supervisor.
    case notLinked(ChildID, ProcessID)
}

extension SpecError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .duplicateChild(let id): "two children have the id '\(id)'; give one of them another id"
        case .permanentSignificantChild(let id):
            "child '\(id)' is significant and always restarted; make it transient or temporary"
        case .significantChildWithoutAutoShutdown(let id):
            "child '\(id)' is significant, but the supervisor never shuts down by itself; set autoShutdown"
        case .negativeShutdown(let id, let time): "child '\(id)' has \(time) to end; use zero or more"
        case .negativeRestarts(let count): "maxRestarts is \(count); use zero or more"
        case .periodNotPositive(let period): "restarts are counted within \(period); use a time above zero"
        case .negativeMaxChildren(let count): "maxChildren is \(count); use zero or more"
        case .partitionsNotPositive(let count): "partitions is \(count); use one or more"
        case .tooManyPartitions(let count, let limit):
            "partitions is \(count); use at most \(limit), or fewer partitions with more children each"
        case .notLinked(let id, let process):
            "the start function of child '\(id)' returned \(process), which is not linked; use startLink in it"
        }
    }
}
