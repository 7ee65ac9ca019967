/// What happens to a node as a whole.
enum LifecycleEvent: Equatable, Sendable {
    /// All applications have started.
    case booted
    /// The node cannot start.
    case bootFailed(code: Int32, message: String)
    /// A signal came.
    case signal(SignalArrival)
    /// Somebody asked over the control socket to stop.
    case stopRequested(isForced: Bool, by: String)
    /// Somebody asked over the control socket to stop and start again in place.
    case restartRequested(by: String)
    /// An application ended by itself whose end the node does not outlive.
    case applicationEnded(message: String)
    /// The node's own code asked to end.
    case exitRequested(status: Int32)
    /// All applications have stopped.
    case stopped
}

/// What a node must do now.
enum LifecycleAction: Equatable, Sendable {
    /// Tell whoever waits that all applications run.
    case announceReady
    /// Tell whoever waits that this will not happen.
    case announceFailure(code: Int32, message: String)
    /// Stop the applications, also while they start.
    case stopApplications
    /// Put the stacks of all threads into the log.
    case writeBacktrace
    /// Have the log files opened again.
    case reopenLogs
    /// Say something in the log.
    case tell(Telling, String)
    /// End now, by the default action of a signal.
    case end(bySignal: Int32)
    /// End now, with a status.
    case exit(Int32)
    /// Become the release's script again, in the same process.
    case replaceProcess

    /// How loud something is said.
    enum Telling: Equatable, Sendable { case notice, warning, error }
}
