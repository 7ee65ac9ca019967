import CEvent
import Glibc

/// Runs libevent's HTTP server on one thread, until told to stop.
final class EventLoop {
    typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

    /// The most bytes that a request may bring besides its header.
    static let bodyLimit = 1 << 20
    private static let headerLimit = 16 << 10
    private static let requestLimit = 1024
    private static let idleSeconds: Int32 = 30
    /// All that libevent knows, so that each gets an answer of ours.
    private static let methods = UInt16((1 << 9) - 1)

    let mailbox: EventMailbox
    let base: OpaquePointer
    private let handler: Handler
    private let server: OpaquePointer
    private let socket: OpaquePointer
    private var wakening: OpaquePointer?
    private var acceptPause: AcceptPause?

    private var lastNumber: UInt64 = 0
    /// Requests that a task works on.
    private var pending: [UInt64: OpaquePointer] = [:]
    /// Responses that go on.
    var streams: [UInt64: StreamedResponse] = [:]
    /// How many answers libevent has not handed to the system yet.
    private var unsent = 0
    private(set) var isStopping = false

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
        acceptPause = nil
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
        acceptPause = AcceptPause(of: socket, base: base)
        guard let wakening, event_add(wakening, nil) == 0, acceptPause != nil else { return false }
        defer { for stream in streams.values { stream.forget() } }
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
            answer(HTTPResponse(status: 503, body: "too many requests at once; try again\n"), request, number: 0)
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
            answer(response, request, number: number)
        }
        for number in mail.streams { streams[number]?.proceed() }
        if mail.stop > .no { stop(mail.stop) }
    }

    private func answer(_ response: HTTPResponse, _ request: OpaquePointer, number: UInt64) {
        guard evhttp_request_get_connection(request) != nil else {
            // The client is gone, and libevent left the request to us.
            evhttp_request_free(request)
            response.stream?.isOver()
            return
        }
        let headers = evhttp_request_get_output_headers(request)
        evhttp_add_header(headers, "Content-Type", response.type)
        for (name, value) in response.headers { evhttp_add_header(headers, name, value) }
        if isStopping || response.stream != nil { evhttp_add_header(headers, "Connection", "close") }
        if let stream = response.stream, !isStopping {
            streams[number] = StreamedResponse(stream, to: request, number: number, loop: self)
            streams[number]?.start(response)
        } else {
            response.stream?.isOver()
            send(response, to: request)
        }
    }

    private func send(_ response: HTTPResponse, to request: OpaquePointer) {
        let body = evbuffer_new()
        defer { if let body { evbuffer_free(body) } }
        if let body { _ = evbuffer_add(body, response.body, response.body.utf8.count) }
        awaitCompletion(of: request)
        evhttp_send_reply(request, Int32(response.status), response.reason, body)
    }

    /// Counts the request as unsent until libevent is done with it.
    func awaitCompletion(of request: OpaquePointer) {
        unsent += 1
        evhttp_request_set_on_complete_cb(
            request,
            { EventLoop.at($1).completeOne() },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    private func completeOne() {
        unsent -= 1
        leaveWhenDone()
    }

    private func stop(_ stop: EventMailbox.Stop) {
        if !isStopping {
            isStopping = true
            acceptPause = nil
            // To close it is not enough while a program that is being started has a copy.
            shutdown(evhttp_bound_socket_get_fd(socket), Int32(SHUT_RDWR))
            evhttp_del_accept_socket(server, socket)
            for stream in streams.values { stream.finish() }
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
