import CPosix
import Glibc

/// Stream sockets named by a path.
package enum UnixSocket {
    /// The longest path a socket can have, in bytes.
    package static let longestPath = 107

    /// Binds and listens at `path`, where nothing may be; the file has that mode whatever the umask.
    package static func listen(at path: String, mode: UInt32 = 0o777, backlog: Int32 = 1024) throws(PosixError)
        -> FileDescriptor
    {
        let descriptor = FileDescriptor(rawValue: try checked("socket", path) { swr_unix_socket(1) })
        do throws(PosixError) {
            // On Linux the file takes the mode of the socket it is made for: at no time is it more open than this.
            try checked("fchmod", path) { fchmod(descriptor.rawValue, mode) }
            try checked("bind", path) { swr_unix_bind(descriptor.rawValue, path) }
            // The umask may have taken even what the owner needs to connect.
            try Files.setPermissions(mode, of: path)
            try checked("listen", path) { Glibc.listen(descriptor.rawValue, backlog) }
            return descriptor
        } catch {
            descriptor.close()
            throw error
        }
    }

    /// Takes the next connection, non-blocking, or nil when none waits.
    package static func accept(_ listener: FileDescriptor) throws(PosixError) -> FileDescriptor? {
        do throws(PosixError) {
            return FileDescriptor(rawValue: try checked("accept4") { swr_accept(listener.rawValue, 1) })
        } catch  where error.code == .again || error.code.rawValue == ECONNABORTED {
            return nil
        }
    }

    /// Connects to `path`, waiting until the deadline while the listener's backlog is full.
    ///
    /// The descriptor is blocking; `connectionRefused` means nobody listens there.
    package static func connect(to path: String, until deadline: Deadline = .never) throws(PosixError) -> FileDescriptor
    {
        let descriptor = FileDescriptor(rawValue: try checked("socket", path) { swr_unix_socket(0) })
        do throws(PosixError) {
            try setSendTimeout(deadline.remainingSeconds, of: descriptor)
            do throws(PosixError) {
                try checked("connect", path) { swr_unix_connect(descriptor.rawValue, path) }
            } catch  where error.code == .again {
                throw PosixError(call: "connect", path: path, code: .timedOut)
            }
            try setSendTimeout(.infinity, of: descriptor)
            return descriptor
        } catch {
            descriptor.close()
            throw error
        }
    }

    // connect(2) on a Unix socket waits for room in the backlog as long as the send timeout says.
    private static func setSendTimeout(_ seconds: Double, of descriptor: FileDescriptor) throws(PosixError) {
        var value = timeval()
        if seconds < 1e9 {
            value.tv_sec = Int(seconds)
            value.tv_usec = max(1000, Int((seconds - Double(value.tv_sec)) * 1e6))
        }
        try checked("setsockopt") {
            setsockopt(descriptor.rawValue, SOL_SOCKET, SO_SNDTIMEO, &value, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// Two connected sockets.
    package static func pair() throws(PosixError) -> (FileDescriptor, FileDescriptor) {
        var pair: (Int32, Int32) = (-1, -1)
        try checked("socketpair") {
            withUnsafeMutablePointer(to: &pair) {
                $0.withMemoryRebound(to: Int32.self, capacity: 2) { swr_socket_pair($0) }
            }
        }
        return (FileDescriptor(rawValue: pair.0), FileDescriptor(rawValue: pair.1))
    }
}
