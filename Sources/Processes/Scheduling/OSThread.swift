import Glibc

/// A detached thread of the operating system.
package enum OSThread {
    fileprivate final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts a thread, which ends when `body` returns; false when the system refuses another one.
    @discardableResult
    package static func start(named name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let body = Unmanaged.passRetained(Body(name: name, run: body))
        var thread = pthread_t()
        guard pthread_create(&thread, nil, runBody, body.toOpaque()) == 0 else {
            body.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    fileprivate static func nameThisThread(_ name: String) {
        guard let file = fopen("/proc/thread-self/comm", "w") else { return }
        fputs(name, file)
        fclose(file)
    }

    /// The number of processors that this program may use.
    package static var processorCount: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
}

/// What a new thread begins with; a function of its own, because the compiler crashes on a closure here.
private func runBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let body = Unmanaged<OSThread.Body>.fromOpaque(argument).takeRetainedValue()
    OSThread.nameThisThread(body.name)
    body.run()
    return nil
}
