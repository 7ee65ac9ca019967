/// Which children are started again when one has ended.
public enum Strategy: String, Hashable, Sendable {
    /// The one that ended.
    case oneForOne
    /// All: the others are ended first.
    case oneForAll
    /// The one that ended and those started after it, which are ended first.
    case restForOne
}

/// Whether a supervisor ends by itself when significant children have ended without being restarted.
public enum AutoShutdown: String, Hashable, Sendable {
    /// It does not.
    case never
    /// When one has ended.
    case anySignificant
    /// When the last has ended.
    case allSignificant
}
