/// How many processes may be registered under one key, and what a partition keeps together.
public enum RegistryKeys: Hashable, Sendable {
    /// A key leads to one process at most.
    case unique
    /// A key leads to any number of processes.
    ///
    /// By process, entries of one process are kept together: the right choice for few keys with many processes. By key,
    /// entries of one key are kept together, so that a lookup touches one partition only: the right choice for many
    /// keys with few processes.
    case duplicate(partitionedBy: Partitioning)

    /// What a partition keeps together.
    public enum Partitioning: Hashable, Sendable {
        /// The entries of one process.
        case process
        /// The entries of one key.
        case key
    }

    /// A key leads to any number of processes; entries of one process are kept together.
    public static let duplicate = RegistryKeys.duplicate(partitionedBy: .process)
}
