extension NodeControlError {
    /// What a broken conversation with a node that was running means for the command.
    static func conversation(
        _ failure: NodeConnection.Failure,
        node: String,
        seconds: Double
    ) -> NodeControlError {
        switch failure {
        case .nobodyListens, .closed, .interrupted: .vanished(node: node)
        case .denied: .condition(.foreign(user: nil), node: node)
        case .deadline: .callDeadline(node: node, seconds: seconds)
        case .notUnderstood(let reason): .notUnderstood(node: node, reason: reason)
        case .system(let error): .system(error)
        }
    }
}
