/// What an application's end means for its node.
public enum StartType: String, Sendable, Hashable, CaseIterable, Codable {
    /// Its end, for whatever reason, stops the node with a non-zero status.
    case permanent
    /// Its end stops the node when it failed.
    case transient
    /// Its end is only logged.
    case temporary
    /// It is known, and not started.
    case load
    /// It is in the release, and the node does not know it.
    case none

    /// Whether a node that boots starts it.
    package var isStarted: Bool {
        switch self {
        case .permanent, .transient, .temporary: true
        case .load, .none: false
        }
    }
}
