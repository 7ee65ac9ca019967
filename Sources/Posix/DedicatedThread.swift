import Glibc

/// Threads of the system's own, for work that must not depend on Swift's task pool.
package enum DedicatedThread {
    /// Runs `body` on a new thread whose name, of at most 15 bytes, `ps` and backtraces show.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(PosixError) {
        pthread_detach(try begin(name, body))
    }

    /// Runs `body` on a new thread and waits for its end.
    package static func run(_ name: String, _ body: @escaping @Sendable () -> Void) throws(PosixError) {
        pthread_join(try begin(name, body), nil)
    }

    private static func begin(_ name: String, _ body: @escaping @Sendable () -> Void) throws(PosixError) -> pthread_t {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        let failure = pthread_create(&thread, nil, run, work.toOpaque())
        guard failure == 0 else {
            work.release()
            throw PosixError(call: "pthread_create", code: Errno(rawValue: failure))
        }
        return thread
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private static let run: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
        context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        name(work.name)
        work.body()
        return nil
    }

    /// Names the calling thread; the call for it is not visible to Swift, its file is.
    private static func name(_ name: String) {
        do {
            let file = try FileDescriptor.open("/proc/thread-self/comm", .write)
            defer { file.close() }
            try file.write(String(name.prefix(15)))
        } catch {
            // A thread without its name works all the same.
        }
    }
}
