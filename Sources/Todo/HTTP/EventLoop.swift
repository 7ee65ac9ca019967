import CEvent
import Glibc

/// Runs libevent's HTTP server on the thread that made it, until told to stop.
final class EventLoop {
    typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

    private static let headerLimit = 16 << 10
    private static let bodyLimit = 64 << 10
    private static let requestLimit = 1024
    private static let idleSeconds: Int32 = 30
    /// All that libevent knows, so that each gets an answer of ours.
    private static let methods = UInt16((1 << 9) - 1)

    private let mailbox: EventMailbox
    private let handler: Handler
    private let base: OpaquePointer
    private let server: OpaquePointer
    private let socket: OpaquePointer
    private var wakening: OpaquePointer?

    private var lastNumber: UInt64 = 0
    /// Requests that a task works on.
    private var pending: [UInt64: OpaquePointer] = [:]
    /// How many answers libevent has not handed to the system yet.
    private var unsent = 0
    private var isStopping = false

    /// Takes the listening descriptor over, also when it fails.
    init?(listening descriptor: Int32, mailbox: EventMailbox, handler: @escaping Handler) {
        guard let base = event_base_new() else {
            close(descriptor)
            return nil
        }
        guard let server = evhttp_new(base) else {
            event_base_free(base)
            close(descriptor)
            return nil
        }
        guard let socket = evhttp_accept_socket_with_handle(server, descriptor) else {
            evhttp_free(server)
            event_base_free(base)
            close(descriptor)
            return nil
        }
        self.base = base
        self.server = server
        self.socket = socket
        self.mailbox = mailbox
        self.handler = handler
    }

    deinit {
        if let wakening { event_free(wakening) }
        evhttp_free(server)
        event_base_free(base)
    }

    func run() -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        evhttp_set_allowed_methods(server, Self.methods)
        evhttp_set_max_headers_size(server, Self.headerLimit)
        evhttp_set_max_body_size(server, Self.bodyLimit)
        evhttp_set_timeout(server, Self.idleSeconds)
        evhttp_set_gencb(server, { EventLoop.at($1).receive($0) }, context)
        let flags = Int16(EV_READ | EV_PERSIST)
        wakening = event_new(base, mailbox.descriptor, flags, { EventLoop.at($2).openMail() }, context)
        guard let wakening, event_add(wakening, nil) == 0 else { return false }
        return event_base_dispatch(base) >= 0
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> EventLoop {
        guard let context else { preconditionFailure("libevent hands back the context it was given") }
        return Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue()
    }
}

// MARK: - From the network

extension EventLoop {
    private func receive(_ request: OpaquePointer?) {
        guard let request else { return }
        guard pending.count < Self.requestLimit else {
            send(HTTPResponse(status: 503, body: "too many requests at once; try again\n"), to: request)
            return
        }
        lastNumber += 1
        let number = lastNumber
        pending[number] = request
        let message = HTTPRequest(request)
        Task { [mailbox, handler] in
            mailbox.answer(number, with: await handler(message))
        }
    }
}

// MARK: - From tasks

extension EventLoop {
    private func openMail() {
        let mail = mailbox.empty()
        for (number, response) in mail.answers {
            guard let request = pending.removeValue(forKey: number) else { continue }
            send(response, to: request)
        }
        if mail.stop > .no { stop(mail.stop) }
    }

    private func send(_ response: HTTPResponse, to request: OpaquePointer) {
        guard evhttp_request_get_connection(request) != nil else {
            // The client is gone, and libevent left the request to us.
            evhttp_request_free(request)
            return
        }
        let headers = evhttp_request_get_output_headers(request)
        evhttp_add_header(headers, "Content-Type", response.type)
        for (name, value) in response.headers { evhttp_add_header(headers, name, value) }
        if isStopping { evhttp_add_header(headers, "Connection", "close") }

        let body = evbuffer_new()
        defer { if let body { evbuffer_free(body) } }
        if let body { _ = evbuffer_add(body, response.body, response.body.utf8.count) }
        unsent += 1
        evhttp_request_set_on_complete_cb(
            request,
            { EventLoop.at($1).completeOne() },
            Unmanaged.passUnretained(self).toOpaque()
        )
        evhttp_send_reply(request, Int32(response.status), response.reason, body)
    }

    private func completeOne() {
        unsent -= 1
        leaveWhenDone()
    }

    private func stop(_ stop: EventMailbox.Stop) {
        if !isStopping {
            isStopping = true
            evhttp_del_accept_socket(server, socket)
        }
        if stop == .atOnce {
            event_base_loopbreak(base)
        } else {
            leaveWhenDone()
        }
    }

    private func leaveWhenDone() {
        guard isStopping, pending.isEmpty else { return }
        // A client that vanished never completes, so what is unsent gets a second, no more.
        var grace = timeval(tv_sec: unsent == 0 ? 0 : 1, tv_usec: 0)
        event_base_loopexit(base, &grace)
    }
}

// MARK: - Reading a request

extension HTTPRequest {
    init(_ request: OpaquePointer) {
        let uri = evhttp_request_get_evhttp_uri(request)
        let headers = evhttp_request_get_input_headers(request)
        func header(_ name: String) -> String {
            evhttp_find_header(headers, name).map { String(cString: $0) } ?? ""
        }
        self.init(
            method: Method(evhttp_request_get_command(request)),
            path: evhttp_uri_get_path(uri).map { String(cString: $0) } ?? "/",
            fields: Self.fields(of: evhttp_uri_get_query(uri).map { String(cString: $0) } ?? ""),
            accept: header("Accept"),
            authorization: header("Authorization")
        )
    }

    /// Decodes a query; nil when it is malformed, no UTF-8, or has a field twice.
    static func fields(of query: String) -> [String: String]? {
        guard !query.isEmpty else { return [:] }
        // libevent's strings would end at a zero byte.
        guard !query.contains("%00") else { return nil }
        var decoded = evkeyvalq()
        defer { evhttp_clear_headers(&decoded) }
        guard evhttp_parse_query_str(query, &decoded) == 0 else { return nil }
        var fields: [String: String] = [:]
        var next = decoded.tqh_first
        while let field = next?.pointee {
            guard let key = String(validatingCString: field.key), let value = String(validatingCString: field.value),
                fields.updateValue(value, forKey: key) == nil
            else { return nil }
            next = field.next.tqe_next
        }
        return fields
    }
}

extension HTTPRequest.Method {
    init(_ command: evhttp_cmd_type) {
        switch command {
        case EVHTTP_REQ_GET: self = .get
        case EVHTTP_REQ_HEAD: self = .head
        case EVHTTP_REQ_POST: self = .post
        default: self = .other
        }
    }
}
