/// Why an operation on processes could not be done.
public enum ProcessError: Error, Hashable, Sendable {
    /// The process is not there.
    case noProcess(ProcessID)
    /// There are as many processes as may be: so many.
    case systemLimit(Int)
}

extension ProcessError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .noProcess(let process):
            "\(process) is not there; to be told of it and live on, set trapsExits before, or monitor it instead"
        case .systemLimit(let limit):
            "there are \(limit) processes, as many as may be; end some, or allow more with +P in vm.args"
        }
    }
}
