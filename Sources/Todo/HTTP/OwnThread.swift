import Glibc

/// A thread for work that waits in system calls, which would hold up the shared pool of tasks.
enum OwnThread {
    /// Starts `body` on a new thread, in which a client that hangs up costs its connection and not the process.
    static func start(_ body: sending @escaping () -> Void) -> Bool {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body: body))
        guard pthread_create(&thread, nil, { OwnThread.perform($0) }, work.toOpaque()) == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private final class Work {
        let body: () -> Void

        init(body: @escaping () -> Void) {
            self.body = body
        }
    }

    private static func perform(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
    }
}
