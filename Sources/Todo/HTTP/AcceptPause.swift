import CEvent
import Glibc
import Synchronization

/// Lets a listening socket rest when nothing can be accepted, as when there are no descriptors left.
///
/// Without that libevent tries again at once, for as long as it lasts, and writes a line to the error output each time.
/// Whoever connects meanwhile waits. It is for the thread of its event loop.
final class AcceptPause {
    private static let microseconds = 100_000
    /// The addresses of all timers by those of their listeners: libevent tells of an error with a context of its own.
    private static let timers = Mutex<[UInt: UInt]>([:])

    private let listener: OpaquePointer
    private let timer: OpaquePointer

    /// Watches over the listener of a server that `base` runs; `nil` when there is no memory.
    init?(of socket: OpaquePointer, base: OpaquePointer) {
        guard let listener = evhttp_bound_socket_get_listener(socket),
            let timer = event_new(
                base,
                -1,
                0,
                { _, _, listener in evconnlistener_enable(.init(listener)) },
                .init(listener)
            )
        else { return nil }
        self.listener = listener
        self.timer = timer
        let (key, address) = (UInt(bitPattern: listener), UInt(bitPattern: timer))
        Self.timers.withLock { $0[key] = address }
        evconnlistener_set_error_cb(listener) { listener, _ in
            guard let listener else { return }
            AcceptPause.begin(of: listener)
        }
    }

    deinit {
        let key = UInt(bitPattern: listener)
        Self.timers.withLock { $0[key] = nil }
        event_free(timer)
    }

    private static func begin(of listener: OpaquePointer) {
        let key = UInt(bitPattern: listener)
        guard let address = timers.withLock({ $0[key] }) else { return }
        var time = timeval(tv_sec: 0, tv_usec: microseconds)
        evconnlistener_disable(listener)
        event_add(OpaquePointer(bitPattern: address), &time)
    }
}
