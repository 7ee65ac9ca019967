public import NodeLogging

/// What a process without messages is there for: a function, and an interest in its end.
@usableFromInline package protocol ProcessWork: AnyObject, Sendable {
    /// What code runs, for reports.
    var kind: String { get }

    /// Does the work, as the process; called once.
    nonisolated(nonsending) func run() async throws

    /// Hears of the end, once, when all that are linked to the process have been told.
    func ended(_ reason: ExitReason)

    /// On whose behalf it is done, nearest first.
    var callers: [ProcessID] { get }

    /// What a report of a failure says besides.
    var details: LogEntry.Metadata { get }
}
