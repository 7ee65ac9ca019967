import NodeLogging
import Processes

/// What supervisors log.
enum SupervisionReport: String {
    case childTerminated = "child terminated"
    case startError = "child did not start"
    case shutdownError = "child did not end as asked"
    case tooManyRestarts = "too many restarts"

    func write(_ child: String, _ process: ProcessID?, _ reason: ExitReason, by supervisor: ProcessContext) {
        // A text for each value costs more than a restart.
        guard supervisor.system.log.sink.level <= .error else { return }
        let name = supervisor.id.registeredName?.description ?? supervisor.id.description
        var metadata: LogEntry.Metadata = [
            "supervisor": name, "context": rawValue, "reason": reason, "child": child,
        ]
        if let process { metadata["process"] = process }
        supervisor.system.log.error("supervisor \(name): \(rawValue): \(child): \(reason)", metadata)
    }
}
