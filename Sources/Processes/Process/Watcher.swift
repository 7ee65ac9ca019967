/// Who is told about the end of a process.
enum Watcher {
    case process(ProcessCore, Monitor)
    case callback(@Sendable (ExitReason) -> Void)
}
