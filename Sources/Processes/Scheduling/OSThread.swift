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

    /// Starts a thread; it ends when `body` returns.
    package static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
        let argument = Unmanaged.passRetained(Body(name: name, run: body)).toOpaque()
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runBody, argument)
        // Without a thread nothing of this module can go on, and no caller could do anything about it.
        precondition(status == 0, "the system refuses another thread (error \(status)); raise its limit of threads")
        pthread_detach(thread)
    }

    /// Shows the name in debuggers and `top`; when the system will not, nothing is lost.
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
