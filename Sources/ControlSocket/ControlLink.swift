import ControlProtocol
import JSONValues
import Posix

/// A blocking connection that carries JSON texts, one a line.
final class ControlLink {
    private var descriptor: FileDescriptor?
    private var decoder = LineDecoder(limit: ControlClient.longestLine)
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    init(path: String, until deadline: Deadline) throws(ControlClientError) {
        do throws(PosixError) {
            descriptor = try UnixSocket.connect(to: path, until: deadline)
        } catch {
            switch error.code {
            case .notFound, .connectionRefused, .notDirectory: throw .nobodyListens(path: path)
            case .accessDenied, .notPermitted: throw .notPermitted(path: path)
            case .timedOut: throw .deadline(waitingFor: "connection")
            default: throw .system(error)
            }
        }
    }

    deinit {
        descriptor?.close()
    }

    /// The process at the other end, by the number it has here; nil when it cannot be seen from here.
    var process: Int32? {
        descriptor.flatMap { try? UnixSocket.peer(of: $0) }?.process
    }

    func close() {
        descriptor?.close()
        descriptor = nil
    }

    /// Sends all bytes, taking in meanwhile what comes, so that both sides never wait for each other.
    func send(_ bytes: [UInt8], until deadline: Deadline) throws(ControlClientError) {
        var start = 0
        while start < bytes.count {
            let descriptor = try open()
            start += try sendOnce(bytes[start...], to: descriptor)
            guard start < bytes.count else { return }
            var poll = Poll()
            poll.add(descriptor, for: [.readable, .writable])
            guard try wait(&poll, until: deadline) else { throw .deadline(waitingFor: "room for the request") }
            if poll[0].contains(.readable) { _ = try fill() }
        }
    }

    /// The next JSON text; nil when `watched` became readable first.
    func receive(
        until deadline: Deadline,
        for purpose: String,
        watching watched: FileDescriptor?
    ) throws(ControlClientError) -> JSONValue? {
        while true {
            if let json = try next() { return json }
            let descriptor = try open()
            var poll = Poll()
            poll.add(descriptor, for: .readable)
            if let watched { poll.add(watched, for: .readable) }
            guard try wait(&poll, until: deadline) else { throw .deadline(waitingFor: purpose) }
            if watched != nil, !poll[1].isEmpty { return nil }
            if !poll[0].isEmpty { _ = try fill() }
        }
    }

    private func open() throws(ControlClientError) -> FileDescriptor {
        guard let descriptor else { throw .closed }
        return descriptor
    }

    private func wait(_ poll: inout Poll, until deadline: Deadline) throws(ControlClientError) -> Bool {
        do throws(PosixError) {
            return try poll.wait(until: deadline) > 0
        } catch {
            throw .system(error)
        }
    }

    private func next() throws(ControlClientError) -> JSONValue? {
        let line: ArraySlice<UInt8>
        do throws(OversizedLine) {
            guard let next = try decoder.next() else { return nil }
            line = next
        } catch {
            throw .notTheProtocol("\(error)")
        }
        let limits = JSONLimits(depth: JSONLimits.greatestDepth, bytes: ControlClient.longestLine)
        do throws(JSONError) {
            return try JSONValue(parsing: line, limits: limits)
        } catch {
            throw .notTheProtocol("\(error)")
        }
    }

    /// Takes in what is there; false when nothing is.
    private func fill() throws(ControlClientError) -> Bool {
        let descriptor = try open()
        let received: Result<Int?, PosixError> = buffer.withUnsafeMutableBytes { bytes in
            do throws(PosixError) {
                return .success(try UnixSocket.receive(into: bytes, from: descriptor))
            } catch {
                return .failure(error)
            }
        }
        switch received {
        case .success(nil): return false
        case .success(let count?) where count > 0:
            buffer.withUnsafeBytes { decoder.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            return true
        case .success: throw .closed
        case .failure(let error):
            throw error.code == .connectionReset || error.code == .brokenPipe ? .closed : .system(error)
        }
    }

    private func sendOnce(_ bytes: ArraySlice<UInt8>, to descriptor: FileDescriptor) throws(ControlClientError) -> Int {
        let sent: Result<Int?, PosixError> = bytes.withUnsafeBytes { bytes in
            do throws(PosixError) {
                return .success(try UnixSocket.send(bytes, to: descriptor))
            } catch {
                return .failure(error)
            }
        }
        switch sent {
        case .success(let count): return count ?? 0
        case .failure(let error):
            // What the node said before it closed the connection tells why.
            if error.code == .brokenPipe, try fill() || decoder.count > 0 { return bytes.count }
            throw error.code == .connectionReset || error.code == .brokenPipe ? .closed : .system(error)
        }
    }
}
