import ControlSocket
import Synchronization

/// Asks a listener, which is made after its handler, for its connections.
final class ConnectionCount: Sendable {
    private let listener = Mutex<ControlListener?>(nil)

    var value: Int { listener.withLock(\.self)?.connectionCount ?? 0 }

    func attach(_ listener: ControlListener) {
        self.listener.withLock { $0 = listener }
    }
}
