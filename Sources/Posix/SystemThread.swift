import Glibc

/// A thread of the system, outside the Swift task pool.
package struct SystemThread: Sendable {
    private let handle: pthread_t

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a thread; of its name the system keeps 15 bytes. Every thread must be joined or detached.
    package init(name: String, stackSize: Int = 0, body: @escaping @Sendable () -> Void) throws(PosixError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        if stackSize > 0 { pthread_attr_setstacksize(&attributes, stackSize) }
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let code = pthread_create(&handle, &attributes, Self.main, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw PosixError(call: "pthread_create", code: Errno(rawValue: code))
        }
        self.handle = handle
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        pthread_setname_np(pthread_self(), String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
        start.body()
        return nil
    }

    /// Waits until the thread has ended.
    package func join() {
        pthread_join(handle, nil)
    }

    /// Lets the thread end by itself.
    package func detach() {
        pthread_detach(handle)
    }

    /// Whether the caller runs in this thread.
    package var isCurrent: Bool { pthread_equal(handle, pthread_self()) != 0 }
}
