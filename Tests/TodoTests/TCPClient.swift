import Glibc
import TestSupport

@testable import Todo

/// A TCP connection that says what it is told.
struct TCPClient {
    private let descriptor: Int32

    init(address: String = "127.0.0.1", port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = UInt16(port).bigEndian
        place.sin_addr.s_addr = inet_addr(address)
        // A server that says nothing fails a test, and does not hang it.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close()
            throw TodoError.failed("connect to", "port \(port)")
        }
    }

    func send(_ text: String) throws {
        guard write(descriptor, text, text.utf8.count) == text.utf8.count else {
            throw TodoError.failed("write to", "the server")
        }
    }

    /// What comes until the server closes the connection.
    func receiveAll() throws -> String {
        try receive(until: { _ in false })
    }

    /// What comes until `isEnough`, at most until the server closes.
    func receive(until isEnough: (String) -> Bool) throws -> String {
        aboutToBlock()
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw TodoError.failed("read from", "the server") }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            if count == 0 || isEnough(text) { return text }
        }
    }

    func close() {
        _ = Glibc.close(descriptor)
    }
}
