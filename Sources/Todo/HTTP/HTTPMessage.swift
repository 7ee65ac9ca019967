/// What a client asks for.
struct HTTPRequest: Hashable, Sendable {
    enum Method: String, Hashable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case other
    }

    var method: Method
    var path: String
    /// The query's fields, decoded; nil when the query cannot be read.
    var fields: [String: String]?
    var accept = ""
    var authorization = ""
    var body: [UInt8] = []

    var wantsJSON: Bool { accept.contains("application/json") }
}

/// What the client gets.
struct HTTPResponse: Hashable, Sendable {
    var status: Int
    var body: String
    var type = "text/plain; charset=utf-8"
    var headers: [String: String] = [:]
    /// What is sent in place of a body, for as long as it goes on.
    var stream: HTTPStream.Queue?

    var reason: String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 207: "Multi-Status"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 413: "Content Too Large"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 507: "Insufficient Storage"
        default: "Internal Server Error"
        }
    }
}
