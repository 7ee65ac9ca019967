import CEvent

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
            authorization: header("Authorization"),
            body: Self.content(of: evhttp_request_get_input_buffer(request))
        )
    }

    private static func content(of buffer: OpaquePointer?) -> [UInt8] {
        let count = evbuffer_get_length(buffer)
        return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            filled = max(0, Int(evbuffer_remove(buffer, bytes.baseAddress, count)))
        }
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
