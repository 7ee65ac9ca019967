import Glibc

/// A socket that accepts TCP connections; whoever takes its descriptor closes it.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let port: Int

    /// Listens on a numeric address; port 0 takes any free one.
    init(address: String, port: Int) throws(TodoError) {
        let resolved = try Self.resolve(address, port)
        defer { freeaddrinfo(resolved) }
        func failure() -> TodoError {
            .cannotListen(address: address, port: port, reason: String(cString: strerror(errno)))
        }
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(resolved.pointee.ai_family, type, 0)
        guard descriptor >= 0 else { throw failure() }
        do throws(TodoError) {
            var yes: Int32 = 1
            // A restart must not wait for connections of the former process to be forgotten.
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            guard bind(descriptor, resolved.pointee.ai_addr, resolved.pointee.ai_addrlen) == 0,
                listen(descriptor, 1024) == 0,
                let bound = Self.port(of: descriptor)
            else { throw failure() }
            self.descriptor = descriptor
            self.port = bound
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func resolve(_ address: String, _ port: Int) throws(TodoError) -> UnsafeMutablePointer<addrinfo> {
        guard let number = UInt16(exactly: port) else {
            throw .badSetting(key: "todo.port", value: "\(port)", expected: "0 to 65535")
        }
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "\(number)", &hints, &found) == 0, let found else {
            throw .badSetting(key: "todo.address", value: "'\(address)'", expected: "an IP address such as 127.0.0.1")
        }
        return found
    }

    private static func port(of descriptor: Int32) -> Int? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(descriptor, address, &length) == 0 else { return nil }
                // The port stands at the same place for IPv4 and IPv6.
                return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    Int(UInt16(bigEndian: $0.pointee.sin_port))
                }
            }
        }
    }
}
