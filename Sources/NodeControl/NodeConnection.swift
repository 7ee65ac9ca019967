package import ControlProtocol
package import JSONValues
package import Posix

/// A client's end of a control socket: requests out, answers in, one thread that waits with a deadline.
///
/// A request may be sent before the greeting has been read, which saves a round trip.
package struct NodeConnection {
    /// Why there is no answer.
    package enum Failure: Error, Hashable, Sendable {
        case nobodyListens
        case denied
        case deadline
        /// The node has closed the connection.
        case closed
        /// The descriptor that was watched beside the socket became readable.
        case interrupted
        case notUnderstood(String)
        case system(PosixError)
    }

    private let descriptor: FileDescriptor
    private var decoder = LineDecoder(limit: 256 << 20)
    private var lastID = 0

    /// Connects to the socket at `path`.
    package init(to path: String, until deadline: Deadline) throws(Failure) {
        do throws(PosixError) {
            descriptor = try UnixSocket.connect(to: path, until: deadline)
        } catch {
            switch error.code {
            case .notFound, .connectionRefused, .notDirectory: throw .nobodyListens
            case .accessDenied, .notPermitted: throw .denied
            case .timedOut, .again: throw .deadline
            default: throw .system(error)
            }
        }
    }

    package func close() {
        descriptor.close()
    }

    /// Sends a request and says under which id it will be answered.
    package mutating func send(
        _ method: ControlMethod,
        _ params: JSONValue? = nil,
        until deadline: Deadline
    ) throws(Failure) -> RequestID {
        lastID += 1
        let id = RequestID(lastID)
        let bytes = ControlRequest(id: id, method: method.rawValue, params: params).json.line
        try Self.system { () throws(PosixError) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let taken = rest.withUnsafeBytes { buffer in
                    Result { () throws(PosixError) in try UnixSocket.send(buffer, to: descriptor) }
                }
                if let count = try taken.get() {
                    rest = rest.dropFirst(count)
                } else if try !Poll.wait(for: descriptor, .writable, until: deadline) {
                    throw PosixError(call: "send", code: .timedOut)
                }
            }
        }
        return id
    }

    /// The next message; reading ends early when `interrupt` becomes readable.
    package mutating func receive(
        until deadline: Deadline,
        interrupt: FileDescriptor? = nil
    ) throws(Failure) -> ServerMessage {
        while true {
            if let message = try nextMessage() { return message }
            var poll = Poll()
            let socket = poll.add(descriptor, for: .readable)
            let watched = interrupt.map { poll.add($0, for: .readable) }
            let count = try Self.system { () throws(PosixError) in try poll.wait(until: deadline) }
            if count == 0 { throw .deadline }
            if let watched, !poll[watched].isEmpty { throw .interrupted }
            if !poll[socket].isEmpty { try fill() }
        }
    }

    /// The node's greeting, which is the first message of all.
    package mutating func greeting(until deadline: Deadline) throws(Failure) -> NodeGreeting {
        let message = try receive(until: deadline)
        guard case .notification(let notification) = message, notification.method == NodeGreeting.method,
            let greeting = NodeGreeting(json: notification.params)
        else { throw .notUnderstood("it does not greet as a node does") }
        return greeting
    }

    /// The answer to a request; what the node tells in between goes to `onNotification`.
    package mutating func answer(
        to id: RequestID,
        until deadline: Deadline,
        interrupt: FileDescriptor? = nil,
        onNotification: (ControlNotification) -> Void = { _ in }
    ) throws(Failure) -> Result<JSONValue, ControlError> {
        while true {
            switch try receive(until: deadline, interrupt: interrupt) {
            case .response(let response) where response.id == id || response.id == .null: return response.outcome
            case .response: continue
            case .notification(let notification): onNotification(notification)
            }
        }
    }

    private mutating func nextMessage() throws(Failure) -> ServerMessage? {
        do {
            guard let line = try decoder.next() else { return nil }
            let json = try JSONValue(parsing: line, limits: JSONLimits(depth: 1024, bytes: 256 << 20))
            guard let message = ServerMessage(json: json) else {
                throw Failure.notUnderstood("its answer is neither a response nor a notification")
            }
            return message
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .notUnderstood("\(error)")
        }
    }

    private mutating func fill() throws(Failure) {
        let bytes = try Self.system { () throws(PosixError) in try descriptor.read(upTo: 64 * 1024) }
        if bytes.isEmpty { throw .closed }
        bytes.withUnsafeBytes { decoder.append($0) }
    }

    private static func system<Result>(_ body: () throws(PosixError) -> Result) throws(Failure) -> Result {
        do throws(PosixError) {
            return try body()
        } catch {
            switch error.code {
            case .brokenPipe, .connectionReset: throw .closed
            case .timedOut: throw .deadline
            default: throw .system(error)
            }
        }
    }
}
