/// What a launcher tells the command that started it, and a program its launcher: one line, then the end.
package enum BootReport: Hashable, Sendable {
    case ready
    case failed(code: Int32, reason: String)
    /// Somebody else has the node's lock.
    case locked(owner: Int32?)

    /// Reads a line without its end; nil when it makes no sense.
    package init?(line: some StringProtocol) {
        let parts = line.split(separator: " ", maxSplits: 2)
        switch parts.first {
        case "ready": self = .ready
        case "locked": self = .locked(owner: parts.count > 1 ? Int32(parts[1]) : nil)
        case "failed":
            guard parts.count > 1, let code = Int32(parts[1]) else { return nil }
            self = .failed(code: code, reason: parts.count > 2 ? String(parts[2]) : "it gave no reason")
        default: return nil
        }
    }

    /// The line, with its end.
    package var line: String {
        switch self {
        case .ready: "ready\n"
        case .locked(let owner?): "locked \(owner)\n"
        case .locked(nil): "locked\n"
        case .failed(let code, let reason):
            "failed \(code) \(reason.split(whereSeparator: \.isNewline).joined(separator: "; "))\n"
        }
    }
}
