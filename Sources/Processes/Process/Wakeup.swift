/// What must be done, after a process' lock is given back, because something came into its mailbox.
@usableFromInline package enum Wakeup {
    case nothing
    /// The process waits in a receive.
    case resume(RestingTask)
    /// The process now holds its own drain token and must be put on its scheduler.
    case schedule(ProcessCore)

    @usableFromInline func perform() {
        switch self {
        case .nothing: break
        case .resume(let task): task.resume()
        case .schedule(let process): process.scheduler.submit(process)
        }
    }
}
