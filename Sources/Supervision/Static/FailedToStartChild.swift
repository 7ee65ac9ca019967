public import Processes

/// Why a supervisor did not start: one of its children did not.
public struct FailedToStartChild: Hashable, Sendable, CustomStringConvertible {
    /// Which child.
    public let id: ChildID
    /// Why.
    public let reason: ExitReason

    /// The failure of one child.
    public init(id: ChildID, reason: ExitReason) {
        self.id = id
        self.reason = reason
    }

    /// Equal when id and reason are.
    public static func == (left: FailedToStartChild, right: FailedToStartChild) -> Bool {
        left.id == right.id && left.reason == right.reason
    }

    /// Hashes the id.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
    }

    /// What happened.
    public var description: String {
        "child '\(id)' did not start: \(reason)"
    }
}
