/// How an application ended by itself.
public struct ApplicationEnd: Sendable, CustomStringConvertible {
    /// The name of the application.
    public let name: String
    /// What its end means for the node.
    public let type: StartType
    /// The error it ended with; `nil` when its service returned.
    public let error: (any Error)?

    package init(name: String, type: StartType, error: (any Error)?) {
        self.name = name
        self.type = type
        self.error = error
    }

    /// What happened.
    public var description: String {
        let reason = error.map { " with an error: \($0)" } ?? ""
        return "application '\(name)' (\(type.rawValue)) ended\(reason)"
    }

    /// Whether the node must stop because of it.
    public var stopsNode: Bool {
        switch type {
        case .permanent: true
        case .transient: error != nil
        case .temporary, .load, .none: false
        }
    }
}
