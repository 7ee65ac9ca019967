/// What `sys` shall watch from the first message of a server on.
public enum DebugOption: Sendable {
    /// Every event goes to the log.
    case trace
    /// The last events are kept.
    case log(Int)
    /// Every event goes to the file with this path; one that cannot be written is logged as an error.
    case logFile(String)
    /// Messages are counted.
    case statistics
}
