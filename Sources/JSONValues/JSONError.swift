/// Why a text is not JSON, or a value does not fit.
public enum JSONError: Error, Hashable, Sendable {
    /// The text breaks the grammar at that place.
    case malformed(reason: String, line: Int, column: Int)
    /// Arrays and objects are nested deeper than allowed.
    case tooDeep(limit: Int, line: Int, column: Int)
    /// The text is longer than allowed.
    case tooLarge(limit: Int)
    /// The value is not what the type to decode wants; `path` says where, "" is the value itself.
    case mismatch(path: String, reason: String)
    /// The value has no form in JSON.
    case notEncodable(path: String, reason: String)
}

extension JSONError: CustomStringConvertible {
    /// What is wrong, and where.
    public var description: String {
        switch self {
        case .malformed(let reason, let line, let column):
            "\(line):\(column): \(reason)"
        case .tooDeep(let limit, let line, let column):
            "\(line):\(column): nested deeper than \(limit) levels"
        case .tooLarge(let limit):
            "longer than \(limit) bytes"
        case .mismatch(let path, let reason), .notEncodable(let path, let reason):
            path.isEmpty ? reason : "\(path): \(reason)"
        }
    }
}
