/// How a release treats an application when it boots.
package enum StartType: String, CaseIterable, Sendable {
    /// Started; its end, for whatever reason, ends the node.
    case permanent
    /// Started; an abnormal end ends the node.
    case transient
    /// Started; its end is logged.
    case temporary
    /// Known to the node with its configuration, but not started.
    case load
    /// Part of the release, but neither loaded nor started.
    case none

    /// Whether an application of this type runs after the boot.
    package var isStarted: Bool {
        switch self {
        case .permanent, .transient, .temporary: true
        case .load, .none: false
        }
    }
}

extension StartType: Comparable {
    /// Orders by strength: `none` is the weakest, `permanent` the strongest.
    package static func < (left: StartType, right: StartType) -> Bool {
        left.strength < right.strength
    }

    private var strength: Int {
        switch self {
        case .none: 0
        case .load: 1
        case .temporary: 2
        case .transient: 3
        case .permanent: 4
        }
    }
}
