/// Why `sys` could not do something.
public enum SysError: Error, Hashable, Sendable {
    /// The file for events cannot be written.
    case cannotOpen(String, reason: String)
}

extension SysError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot write events to '\(path)': \(reason); choose a writable path"
        }
    }
}
