/// Why bytes are not the head of an HTTP request.
package enum HTTPError: Error, Hashable, Sendable {
    case malformed
    case oversized

    /// What such a request is answered with.
    package var response: HTTPResponse {
        switch self {
        case .malformed: .text(400, "this is no HTTP request\n")
        case .oversized: .text(431, "the head of the request is longer than \(HTTPRequestHead.limit) bytes\n")
        }
    }
}

/// The first line of an HTTP request; its headers change nothing here and are passed over.
package struct HTTPRequestHead: Hashable, Sendable {
    /// How long a head may be.
    package static let limit = 16 * 1024

    private static let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"]

    package let method: String
    /// The path that is asked for, without the query.
    package let path: String

    package init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    /// Whether bytes at the start of a connection are HTTP; nil while too few are there to tell.
    package static func begins(_ bytes: some Collection<UInt8>) -> Bool? {
        for method in methods {
            let opening = "\(method) ".utf8
            if bytes.starts(with: opening) { return true }
            if opening.starts(with: bytes) { return nil }
        }
        return false
    }

    /// Reads the head that ends with an empty line, or nil while more bytes are needed.
    package static func parse(_ bytes: [UInt8]) throws(HTTPError) -> HTTPRequestHead? {
        guard hasEnd(bytes) else {
            if bytes.count > limit { throw .oversized }
            return nil
        }
        let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
        guard line.count <= limit, let text = String(validating: line, as: UTF8.self) else { throw .malformed }
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].hasPrefix("HTTP/1."), !parts[1].isEmpty else { throw .malformed }
        return HTTPRequestHead(method: String(parts[0]), path: path(of: parts[1]))
    }

    private static func path(of target: Substring) -> String {
        var path = target.prefix { $0 != "?" && $0 != "#" }
        if path.hasPrefix("http://") {
            path = path.dropFirst("http://".count).drop { $0 != "/" }
        }
        return path.isEmpty ? "/" : String(path)
    }

    private static func hasEnd(_ bytes: [UInt8]) -> Bool {
        var newlines = 0
        for byte in bytes {
            switch byte {
            case 0x0a: newlines += 1
            case 0x0d: continue
            default: newlines = 0
            }
            if newlines == 2 { return true }
        }
        return false
    }
}
