/// Who is told about the end of a process.
enum Watcher {
    indirect case process(ProcessCore, Monitor)
    case callback(@Sendable (ExitReason) -> Void)
    /// Code that waits for the reason.
    case end(ProcessEnd)
    /// What the process was there for.
    case work(any ProcessWork)
}
