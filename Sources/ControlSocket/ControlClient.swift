package import ControlProtocol
package import JSONValues
package import Posix

/// Calls methods of a node through its control socket, blocking the calling thread.
///
///     let client = try ControlClient.connect(to: path, until: .after(seconds: 5))
///     let pong = try client.call("ping", until: .after(seconds: 5))
package final class ControlClient {
    /// The longest line that is taken from a node.
    package static let longestLine = 256 << 20

    package let greeting: NodeGreeting
    /// The node's process by the number it has here, which in another pid namespace is not the one it greets with; nil
    /// when it cannot be seen from here.
    package let process: Int32?
    private let link: ControlLink
    private var lastID = 0
    /// Answers that came while another one was waited for.
    private var answers: [RequestID: Result<JSONValue, ControlError>] = [:]

    private init(link: ControlLink, greeting: NodeGreeting) {
        self.link = link
        self.greeting = greeting
        process = link.process
    }

    /// The id of a request that was sent before the greeting was there.
    package static let earlyID = RequestID(0)

    /// Connects and waits for the greeting.
    ///
    /// An `early` request is sent at once, which saves a round trip; its answer is the one to `earlyID`.
    package static func connect(
        to path: String,
        sending early: (method: String, params: JSONValue?)? = nil,
        until deadline: Deadline
    ) throws(ControlClientError) -> ControlClient {
        let link = try ControlLink(path: path, until: deadline)
        // A node greets at once when it sees by the first byte that this is no HTTP client.
        let request = early.map { ControlRequest(id: earlyID, method: $0.method, params: $0.params).json.line }
        try link.send(request ?? [0x0a], until: deadline)
        guard let json = try link.receive(until: deadline, for: "greeting", watching: nil) else {
            throw .deadline(waitingFor: "greeting")
        }
        switch ServerMessage(json: json) {
        case .notification(let notification)?:
            guard notification.method == NodeGreeting.method, let greeting = NodeGreeting(json: notification.params)
            else { throw .notTheProtocol("expected a greeting, found \(json)") }
            guard greeting.protocolVersion == NodeGreeting.currentProtocol else {
                throw .notTheProtocol(
                    "the node speaks version \(greeting.protocolVersion), this program \(NodeGreeting.currentProtocol)"
                )
            }
            return ControlClient(link: link, greeting: greeting)
        case .response(let response)?:
            guard case .failure(let error) = response.outcome else { throw .notTheProtocol("\(json)") }
            throw .refused(error)
        case nil:
            throw .notTheProtocol("expected a greeting, found \(json)")
        }
    }

    /// Calls a method and waits for its result; notifications that come meanwhile are handed to `onNotification`.
    package func call(
        _ method: String,
        _ params: JSONValue? = nil,
        until deadline: Deadline,
        onNotification: (ControlNotification) -> Void = { _ in }
    ) throws(ControlClientError) -> JSONValue {
        let id = try send(method, params, until: deadline)
        return try answer(to: id, until: deadline, onNotification: onNotification)
    }

    /// Sends a request whose answer is taken later.
    package func send(
        _ method: String,
        _ params: JSONValue? = nil,
        until deadline: Deadline
    ) throws(ControlClientError) -> RequestID {
        lastID += 1
        let id = RequestID(lastID)
        try link.send(ControlRequest(id: id, method: method, params: params).json.line, until: deadline)
        return id
    }

    /// Waits for the answer to a request.
    ///
    /// While it waits, `onActivity` is called whenever `watched` has something to read, which it must then take.
    package func answer(
        to id: RequestID,
        until deadline: Deadline,
        watching watched: FileDescriptor? = nil,
        onActivity: () throws(ControlClientError) -> Void = {},
        onNotification: (ControlNotification) -> Void = { _ in }
    ) throws(ControlClientError) -> JSONValue {
        while true {
            if let answer = answers.removeValue(forKey: id) {
                switch answer {
                case .success(let result): return result
                case .failure(let error): throw .refused(error)
                }
            }
            guard let json = try link.receive(until: deadline, for: "answer", watching: watched) else {
                try onActivity()
                continue
            }
            switch ServerMessage(json: json) {
            case .notification(let notification)?: onNotification(notification)
            case .response(let response)?: try take(response)
            case nil: throw .notTheProtocol("\(json)")
            }
        }
    }

    private func take(_ response: ControlResponse) throws(ControlClientError) {
        // Without an id the node speaks of the connection as a whole.
        if response.id == .null, case .failure(let error) = response.outcome { throw .refused(error) }
        answers[response.id] = response.outcome
    }

    /// Closes the connection; the client cannot be used any more.
    package func close() {
        link.close()
    }
}
