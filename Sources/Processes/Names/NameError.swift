/// Why a name could not be given, taken away or used.
public enum NameError: Error, Hashable, Sendable {
    /// Another process holds the name.
    case taken(ProcessName, by: ProcessID)
    /// The process has a name, and can have only one.
    case alreadyNamed(ProcessID, ProcessName)
    /// The process is not there.
    case noProcess(ProcessID, ProcessName)
    /// Nobody holds the name.
    case unknown(ProcessName)
    /// Nobody can hold such a name, or not for now.
    case refused(ProcessName, reason: String)
}

extension NameError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .taken(let name, let holder):
            "the name '\(name)' is held by \(holder); choose another, or unregister it first"
        case .alreadyNamed(let process, let name):
            "\(process) already has the name '\(name)'; a process has one name, unregister that one first"
        case .noProcess(let process, let name):
            "\(process) is not alive and cannot take the name '\(name)'"
        case .unknown(let name):
            "no process has the name '\(name)'; it has not started, or has ended"
        case .refused(let name, let reason):
            "'\(name)' cannot be the name of a process: \(reason)"
        }
    }
}
