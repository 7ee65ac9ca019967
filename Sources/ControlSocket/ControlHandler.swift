package import ControlProtocol
package import JSONValues
package import Posix

/// What a control socket serves.
///
/// All functions are called on the socket's own thread, one at a time, and must return at once: what takes time is
/// done elsewhere and answered through the reply later.
package protocol ControlHandler: Sendable {
    /// The parameters of the greeting, for a client that has just connected.
    func greeting() -> JSONValue

    /// Answers a request, now or later, through `reply`; that of a notification goes nowhere.
    func handle(_ request: ControlRequest, from peer: ControlPeer, reply: ControlReply)

    /// Answers an HTTP GET of that path.
    func http(_ path: String) -> HTTPResponse
}

/// Who asks.
package struct ControlPeer: Hashable, Sendable {
    /// The connection, by a number that is never used again.
    package let connection: UInt64
    /// The user and process that connected.
    package let credentials: PeerCredentials

    package init(connection: UInt64, credentials: PeerCredentials) {
        self.connection = connection
        self.credentials = credentials
    }
}
