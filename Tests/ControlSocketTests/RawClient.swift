import ControlProtocol
import JSONValues
import Posix
import TestSupport

/// A client that sends any bytes, to see what the server makes of them.
final class RawClient {
    private struct TimedOut: Error {}

    let descriptor: FileDescriptor
    private let deadline = Deadline.after(seconds: 60)
    private var decoder = LineDecoder(limit: .max)
    private var isOpen = true
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    init(path: String) throws {
        descriptor = try UnixSocket.connect(to: path, until: .after(seconds: 20))
    }

    deinit {
        close()
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        descriptor.close()
    }

    /// Sends as much as the server takes; false when it has closed the connection.
    @discardableResult
    func send(_ bytes: [UInt8]) throws -> Bool {
        var start = 0
        while start < bytes.count {
            switch trySending(bytes[start...]) {
            case .success(let count): start += count ?? 0
            case .failure(let error):
                guard error.code == .brokenPipe || error.code == .connectionReset else { throw error }
                return false
            }
            guard start < bytes.count else { break }
            guard try Poll.wait(for: descriptor, .writable, until: deadline) else { throw TimedOut() }
        }
        return true
    }

    @discardableResult
    func send(_ text: String) throws -> Bool {
        try send([UInt8](text.utf8))
    }

    /// The next line as JSON, or nil at the end.
    func line() throws -> JSONValue? {
        while true {
            if let line = try decoder.next() { return try JSONValue(parsing: line) }
            guard try receive() else { return nil }
        }
    }

    /// The next line but the greeting.
    func answer() throws -> JSONValue? {
        let line = try line()
        return line?["method"] == "hello" ? try self.line() : line
    }

    /// All that comes until the server closes the connection.
    func rest() throws -> [UInt8] {
        while try receive() {}
        return Array(decoder.rest())
    }

    /// Sends everything while reading, then closes the sending side, and returns every line until the end.
    func exchange(_ bytes: [UInt8]) throws -> [JSONValue] {
        var start = 0
        var lines: [JSONValue] = []
        while start < bytes.count {
            var poll = Poll()
            poll.add(descriptor, for: [.readable, .writable])
            guard try poll.wait(until: deadline) > 0 else { throw TimedOut() }
            if poll[0].contains(.readable) {
                guard try receive() else { break }
                while let line = try decoder.next() { lines.append(try JSONValue(parsing: line)) }
            }
            if poll[0].contains(.writable) { start += try trySending(bytes[start...]).get() ?? 0 }
        }
        if start == bytes.count { try UnixSocket.shutdownSending(descriptor) }
        while let line = try line() { lines.append(line) }
        return lines
    }

    private func receive() throws -> Bool {
        aboutToBlock()
        guard try Poll.wait(for: descriptor, .readable, until: deadline) else { throw TimedOut() }
        do {
            let count = try buffer.withUnsafeMutableBytes { try UnixSocket.receive(into: $0, from: descriptor) } ?? 0
            buffer.withUnsafeBytes { decoder.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            return count > 0
        } catch let error as PosixError where error.code == .connectionReset {
            return false
        }
    }

    private func trySending(_ bytes: ArraySlice<UInt8>) -> Result<Int?, PosixError> {
        bytes.withUnsafeBytes { bytes in
            do throws(PosixError) {
                return .success(try UnixSocket.send(bytes, to: descriptor))
            } catch {
                return .failure(error)
            }
        }
    }
}
