import NodeLogging
import Processes

/// What supervisors log.
enum SupervisionReport: String {
    case childTerminated = "child terminated"
    case startError = "child did not start"
    case shutdownError = "child did not end as asked"
    case tooManyRestarts = "too many restarts"

    func write(_ child: String, _ process: ProcessID?, _ reason: ExitReason, by supervisor: ProcessContext) {
        let name = supervisor.id.info?.name?.description ?? supervisor.id.description
        var metadata: LogEntry.Metadata = [
            "supervisor": name, "context": rawValue, "reason": reason, "child": child,
        ]
        if let process { metadata["process"] = process }
        supervisor.system.log.error("supervisor \(name): \(rawValue): \(child): \(reason)", metadata)
    }
}
