import ControlProtocol
package import ControlSocket

extension NodeControlError {
    /// What a broken conversation with a node that was running means for the command.
    package static func conversation(_ error: ControlClientError, node: String, seconds: Double) -> NodeControlError {
        switch error {
        case .nobodyListens, .closed: .vanished(node: node)
        case .notPermitted: .condition(.foreign(user: nil), node: node)
        case .deadline: .callDeadline(node: node, seconds: seconds)
        case .notTheProtocol(let reason): .notUnderstood(node: node, reason: reason)
        case .refused(let error): .refused(message: error.message, exit: error.exit)
        case .system(let error): .system(error)
        }
    }
}
