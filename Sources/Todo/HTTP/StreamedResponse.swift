import CEvent

/// A response that goes on, as the event loop keeps it: hands on what its stream has, and notices the client's end.
final class StreamedResponse {
    /// How long a client may take none of what is there for it.
    private static let stallSeconds = 30
    /// How much is read of what a client says meanwhile, which nobody wants to hear.
    private static let chatter = 1024

    private let queue: HTTPStream.Queue
    private let request: OpaquePointer
    private let number: UInt64
    private unowned let loop: EventLoop

    init(_ queue: HTTPStream.Queue, to request: OpaquePointer, number: UInt64, loop: EventLoop) {
        self.queue = queue
        self.request = request
        self.number = number
        self.loop = loop
    }

    /// Sends the header, and from then on whatever the stream has.
    func start(_ response: HTTPResponse) {
        let connection = evhttp_request_get_connection(request)
        let context = Unmanaged.passUnretained(self).toOpaque()
        evhttp_connection_set_closecb(connection, { StreamedResponse.at($1).clientIsGone() }, context)
        evhttp_send_reply_start(request, Int32(response.status), response.reason)
        let socket = evhttp_connection_get_bufferevent(connection)
        // A client that watches says nothing; only one that does not take what it gets is too slow.
        var stall = timeval(tv_sec: Self.stallSeconds, tv_usec: 0)
        bufferevent_set_timeouts(socket, nil, &stall)
        bufferevent_setwatermark(socket, Int16(EV_READ), 0, Self.chatter)
        queue.attach { [mailbox = loop.mailbox, number] in mailbox.proceed(with: number) }
    }

    /// Sends what there is, and ends when the stream says so.
    func proceed() {
        let (bytes, ending) = queue.take()
        if ending == .atOnce { return cutOff() }
        if !bytes.isEmpty { send(bytes) }
        if ending == .whenSent { finish() }
    }

    /// Ends the response in order.
    func finish() {
        leave()
        loop.awaitCompletion(of: request)
        evhttp_send_reply_end(request)
    }

    /// The loop is over, and all connections with it.
    func forget() {
        evhttp_connection_set_closecb(evhttp_request_get_connection(request), nil, nil)
        queue.isOver()
    }

    private func send(_ bytes: [UInt8]) {
        guard let chunk = evbuffer_new() else { return cutOff() }
        defer { evbuffer_free(chunk) }
        evbuffer_add(chunk, bytes, bytes.count)
        let context = Unmanaged.passUnretained(self).toOpaque()
        evhttp_send_reply_chunk_with_cb(request, chunk, { StreamedResponse.at($1).queue.arrived() }, context)
    }

    private func cutOff() {
        let connection = evhttp_request_get_connection(request)
        leave()
        // Frees the request as well.
        evhttp_connection_free(connection)
    }

    private func clientIsGone() {
        loop.streams[number] = nil
        queue.isOver()
        // Then libevent has left the request to us; else it frees it with the connection.
        if evhttp_request_get_connection(request) == nil { evhttp_request_free(request) }
    }

    /// No callback may come to this any more.
    private func leave() {
        evhttp_connection_set_closecb(evhttp_request_get_connection(request), nil, nil)
        loop.streams[number] = nil
        queue.isOver()
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> StreamedResponse {
        guard let context else { preconditionFailure("libevent hands back the context it was given") }
        return Unmanaged<StreamedResponse>.fromOpaque(context).takeUnretainedValue()
    }
}
