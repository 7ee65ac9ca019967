/// Why a partition could not be reached, or their number not changed.
public enum PartitionError: Error, Hashable, Sendable {
    /// There are no partitions.
    case noPartitions
    /// The partition does not run.
    case notRunning
    /// There cannot be so many partitions.
    case outOfRange(Int, limit: Int)
    /// The supervisor is gone.
    case noProcess
}

extension PartitionError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .noPartitions: "the supervisor was resized to zero partitions; resize it before routing to it"
        case .notRunning: "the partition for this key does not run"
        case .outOfRange(let count, let limit):
            "cannot have \(count) partitions; use 0 to \(limit), the number at the start"
        case .noProcess: "the supervisor is not there; it has not started, or has ended"
        }
    }
}
