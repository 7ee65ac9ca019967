public import NodeLogging

/// Does a piece of work, as the process; the object it is given is the work itself.
///
/// It is handed over, since each asynchronous call within another costs a look at which thread it is on.
@usableFromInline package typealias ProcessWorkBody =
    nonisolated(nonsending) @Sendable (any ProcessWork) async throws -> Void

/// What a process without messages is there for: a function, and an interest in its end.
@usableFromInline package protocol ProcessWork: AnyObject, Sendable {
    /// What code runs, for reports.
    var kind: String { get }

    /// Gives what is to be done; asked once.
    func takeBody() -> ProcessWorkBody?

    /// Hears, as the process, that the work came to its end by itself.
    func returned()

    /// Hears of the end, once, when all that are linked to the process have been told.
    func ended(_ reason: ExitReason)

    /// On whose behalf it is done, nearest first.
    var callers: [ProcessID] { get }

    /// What a report of a failure says besides.
    var details: LogEntry.Metadata { get }
}
