/// What `sys` shall watch from the first message of a server on.
public enum DebugOption: Sendable {
    /// Every event goes to the log.
    case trace
    /// The last events are kept.
    case log(Int)
    /// Messages are counted.
    case statistics
}
