package import Posix
import Synchronization

/// Serves a control socket from a thread of its own.
///
///     let listener = try ControlListener(path: "/run/todo/todo.sock", handler: handler)
///     try listener.start()
///     …
///     listener.close()
///
/// From `init` on clients can connect, and wait to be served.
package final class ControlListener: Sendable {
    /// What the owner of the listener and its thread share.
    final class Shared: Sendable {
        let wakeups: ControlWakeups
        /// Becomes readable when the thread has ended.
        let ended: EventCounter
        let connections = Atomic(0)
        let end = Mutex<Deadline?>(nil)

        init() throws(PosixError) {
            wakeups = try ControlWakeups()
            ended = try EventCounter()
        }

        deinit {
            ended.close()
        }
    }

    private enum Phase {
        case bound, serving, closed
    }

    private let socket: ListeningSocket
    private let limits: ControlLimits
    private let handler: any ControlHandler
    private let shared: Shared
    private let phase = Mutex(Phase.bound)

    /// Binds the socket.
    package init(
        path: String,
        limits: ControlLimits = ControlLimits(),
        handler: any ControlHandler
    ) throws(ControlSocketError) {
        self.limits = limits
        self.handler = handler
        do throws(PosixError) {
            shared = try Shared()
        } catch {
            throw .system(error)
        }
        socket = try ListeningSocket.open(at: path)
    }

    deinit {
        close(until: .immediate)
    }

    /// Where clients connect.
    package var path: String { socket.path }

    /// How many clients are connected.
    package var connectionCount: Int { shared.connections.load(ordering: .relaxed) }

    /// Starts the thread; once only.
    package func start() throws(ControlSocketError) {
        let (socket, limits, handler, shared) = (socket, limits, handler, shared)
        do throws(PosixError) {
            try Self.makeRoomForDescriptors(limits.connections)
            try DedicatedThread.start("control-socket") {
                var loop = ControlLoop(socket: socket, limits: limits, handler: handler, shared: shared)
                loop.run()
                shared.ended.signal()
            }
        } catch {
            throw .system(error)
        }
        phase.withLock { $0 = .serving }
    }

    /// Removes the socket file and ends all connections, once answers that wait were read or the deadline has passed.
    ///
    /// Not to be called by the handler, whose thread it waits for.
    package func close(until deadline: Deadline = .after(seconds: 1)) {
        let former = phase.withLock { phase in
            defer { phase = .closed }
            return phase
        }
        switch former {
        case .bound: socket.close()
        case .closed: return
        case .serving:
            shared.end.withLock { $0 = deadline }
            shared.wakeups.counter.signal()
            // A handler that blocks its thread must not keep the process from ending: then the thread is left behind.
            let patience = Deadline.after(seconds: deadline.remainingSeconds + 1)
            _ = try? Poll.wait(for: shared.ended.descriptor, .readable, until: patience)
        }
    }

    /// Raises the soft limit of open files, often 1024, as far as the hard one lets it.
    private static func makeRoomForDescriptors(_ connections: Int) throws(PosixError) {
        var limit = try ResourceLimit.openFiles()
        let wanted = min(limit.hard, UInt64(connections) + 512)
        guard limit.soft < wanted else { return }
        limit.soft = wanted
        try ResourceLimit.setOpenFiles(limit)
    }
}
