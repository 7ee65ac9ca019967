package import ControlProtocol
package import Posix

/// Why a call through a control socket has no result.
package enum ControlClientError: Error, Hashable, Sendable {
    /// No socket is there, or nobody listens to it.
    case nobodyListens(path: String)
    /// The socket belongs to another user.
    case notPermitted(path: String)
    /// The deadline passed while waiting for that; a missing greeting means that the node hangs.
    case deadline(waitingFor: String)
    /// The node closed the connection.
    case closed
    /// What came is not the protocol.
    case notTheProtocol(String)
    /// The node answered with an error.
    case refused(ControlError)
    case system(PosixError)
}

extension ControlClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nobodyListens(let path): "nobody listens at \(path)"
        case .notPermitted(let path): "\(path) belongs to another user"
        case .deadline(let what): "no \(what) within the deadline"
        case .closed: "the node closed the connection"
        case .notTheProtocol(let text): "not the control protocol: \(text)"
        case .refused(let error): error.description
        case .system(let error): error.description
        }
    }
}
