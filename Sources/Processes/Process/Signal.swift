/// What the runtime, and not another process' code, puts into a mailbox.
public enum Signal: Sendable {
    /// A linked process ended, or somebody sent an exit signal, to a process that traps exits.
    case exit(ProcessID?, ExitReason)
    /// A monitored process ended.
    case down(Monitor, ExitReason)
    /// An answer to `cancel(_:thenTellMe:)`: the time that the timer had left, if it had not fired.
    case timerCancelled(ProcessTimer, Duration?)
}

extension Signal: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        switch self {
        case .exit(let process, let reason): "exit of \(process.map(\.description) ?? "nobody"): \(reason)"
        case .down(let monitor, let reason): "\(monitor) is down: \(reason)"
        case .timerCancelled(_, let remaining): "timer cancelled, left: \(remaining.map(\.description) ?? "nothing")"
        }
    }
}
