import NodeLogging

/// What is logged about a process that ended for another reason than an expected one.
struct CrashReport {
    var process: String
    var kind: String
    var reason: ExitReason
    var ancestors: [ProcessID]
    var lastMessage: String?
    var state: String?
    var details: LogEntry.Metadata = [:]

    func write(to log: Log) {
        var metadata: LogEntry.Metadata = ["process": process, "kind": kind, "reason": reason]
        if let lastMessage { metadata["last_message"] = lastMessage }
        if let state { metadata["state"] = state }
        if !ancestors.isEmpty { metadata["ancestors"] = ancestors.map(\.description).joined(separator: ", ") }
        metadata.merge(details) { own, _ in own }
        log.error("\(kind) \(process) ended: \(reason)", metadata)
    }
}
