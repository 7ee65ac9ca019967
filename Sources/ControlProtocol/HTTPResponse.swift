package import JSONValues

/// The answer to an HTTP request, after which the connection is closed.
package struct HTTPResponse: Hashable, Sendable {
    package let status: Int
    package let contentType: String
    package let body: [UInt8]

    package init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// A plain text.
    package static func text(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "text/plain; charset=utf-8", body: [UInt8](text.utf8))
    }

    /// A JSON text.
    package static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "application/json", body: value.line)
    }

    /// Nothing is known by that path.
    package static func notFound(_ path: String) -> HTTPResponse {
        .text(404, "there is nothing at \(path)\n")
    }

    /// Only reading is possible.
    package static let methodNotAllowed = HTTPResponse.text(405, "only GET and HEAD can be answered here\n")

    /// The whole response; that to HEAD has no body, only its length.
    package func bytes(withBody: Bool) -> [UInt8] {
        let allow = status == 405 ? "Allow: GET, HEAD\r\n" : ""
        let head =
            "HTTP/1.1 \(status) \(Self.reason(status))\r\nContent-Type: \(contentType)\r\n\(allow)"
            + "Content-Length: \(body.count)\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        return [UInt8](head.utf8) + (withBody ? body : [])
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 400: "Bad Request"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: "Status"
        }
    }
}
