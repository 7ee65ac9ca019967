import CPosix
import Glibc

/// Who is at the other end of a socket, as the kernel saw it when the connection was made.
package struct PeerCredentials: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32
    /// nil when it is in a pid namespace that cannot be seen from here.
    package let process: Int32?

    package init(user: UInt32, group: UInt32, process: Int32?) {
        self.user = user
        self.group = group
        self.process = process
    }
}

extension UnixSocket {
    /// Who connected.
    package static func peer(of descriptor: FileDescriptor) throws(PosixError) -> PeerCredentials {
        var user: UInt32 = 0
        var group: UInt32 = 0
        var process: Int32 = 0
        try checked("getsockopt") { swr_peer(descriptor.rawValue, &user, &group, &process) }
        return PeerCredentials(user: user, group: group, process: process > 0 ? process : nil)
    }

    /// Sends what the kernel takes at once, never raising SIGPIPE; nil when it takes nothing now.
    package static func send(_ bytes: UnsafeRawBufferPointer, to descriptor: FileDescriptor) throws(PosixError) -> Int?
    {
        do throws(PosixError) {
            return try checked("send") { swr_send(descriptor.rawValue, bytes.baseAddress, bytes.count, 1) }
        } catch  where error.code == .again {
            return nil
        }
    }

    /// Receives what is there; 0 is the end, nil when nothing is there yet.
    package static func receive(
        into buffer: UnsafeMutableRawBufferPointer,
        from descriptor: FileDescriptor
    ) throws(PosixError) -> Int? {
        do throws(PosixError) {
            return try checked("recv") { swr_receive(descriptor.rawValue, buffer.baseAddress, buffer.count, 1) }
        } catch  where error.code == .again {
            return nil
        }
    }

    /// Sends no more; the other side reads the end after what was sent.
    package static func shutdownSending(_ descriptor: FileDescriptor) throws(PosixError) {
        try checked("shutdown") { shutdown(descriptor.rawValue, Int32(SHUT_WR)) }
    }
}
