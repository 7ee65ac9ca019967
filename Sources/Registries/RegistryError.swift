public import Processes

/// Why a registry did not do what it was asked to.
public enum RegistryError: Error, Hashable, Sendable {
    /// A process that is alive holds the key.
    case alreadyRegistered(ProcessID)
    /// The code that called runs in no process, so there is nobody to register.
    case notInProcess(operation: String)
    /// The process has ended or begun to end.
    case processEnded(ProcessID)
    /// The registry has ended, or one of its partitions is being started again.
    case notRunning
    /// No registry has this name.
    case unknown(ProcessName)
    /// The registry with this name has other keys or values.
    case wrongType(ProcessName, expected: String, found: String)
    /// A registry cannot have so many partitions.
    case partitionsNotPositive(Int)
    /// Only a registry of unique keys can do this.
    case needsUniqueKeys(operation: String)
    /// A name without a value was to be taken in a registry whose entries have one.
    case needsValue(type: String)
}

extension RegistryError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .alreadyRegistered(let process): "the key is held by \(process); use that process, or another key"
        case .notInProcess(let operation):
            "\(operation) was called outside of any process, so there is nobody to register; "
                + "call it in a callback of a server, or in a process started with spawn"
        case .processEnded(let process): "\(process) has ended and cannot be registered; start a new process"
        case .notRunning:
            "the registry does not run; start it before, or try again when its supervisor has restarted it"
        case .unknown(let name): "no registry has the name '\(name)'; start it first, best as a child of a supervisor"
        case .wrongType(let name, let expected, let found):
            "'\(name)' is no \(expected) but a \(found); look it up with the types it was started with"
        case .partitionsNotPositive(let count): "a registry cannot have \(count) partitions; use 1 or more"
        case .needsUniqueKeys(let operation):
            "\(operation) needs a registry of unique keys, and in this one a key may lead to many processes; "
                + "start a registry with keys: .unique for it"
        case .needsValue(let type):
            "the entries of this registry have a value of type \(type); give it as well: .via(registry, key, value)"
        }
    }
}
