import Glibc
import JSONValues
import OTP

/// Why a request gets no answer of the to-do system.
enum HTTPRefusal: Error, Hashable {
    case unknownPath(String)
    case method(allowed: [HTTPRequest.Method])
    case unauthorized
    case unreadableQuery
    case missingField(String)
    case unreadableImport(reason: String)
    case longImport(limit: Int)

    var response: HTTPResponse {
        switch self {
        case .unknownPath(let path):
            HTTPResponse(
                status: 404,
                body: "there is no \(path); there are /add_entry, /entries, /import, /lists and /lists/watch\n"
            )
        case .method(let allowed):
            HTTPResponse(
                status: 405,
                body: "use \(allowed[0].rawValue)\n",
                headers: ["Allow": allowed.map(\.rawValue).joined(separator: ", ")]
            )
        case .unauthorized:
            HTTPResponse(
                status: 401,
                body: "adding entries needs the header 'Authorization: Bearer' with the node's token\n",
                headers: ["WWW-Authenticate": "Bearer"]
            )
        case .unreadableQuery:
            HTTPResponse(status: 400, body: "the query is not a list of field=value in UTF-8 with each field once\n")
        case .missingField(let name):
            HTTPResponse(status: 400, body: "the query lacks '\(name)'\n")
        case .unreadableImport(let reason):
            HTTPResponse(status: 400, body: "the body is neither a JSON array nor lines of JSON: \(reason)\n")
        case .longImport(let limit):
            HTTPResponse(status: 413, body: "more than \(limit) entries; import them in parts\n")
        }
    }
}

extension HTTPResponse {
    /// What a client is told of an error: whether it is its own fault, ours, or one that goes away.
    init(_ error: any Error) {
        switch error {
        case let refusal as HTTPRefusal:
            self = refusal.response
        case let error as TodoError:
            self.init(status: error.status, body: "\(error)\n")
        case is ImportFault, is JSONError:
            self.init(status: 400, body: "\(error)\n")
        case CallError.timedOut:
            self.init(status: 504, body: "no answer in time; what was asked may still be done\n")
        case is CallError, is SupervisorError, is PartitionError, is RegistryError:
            // Some part is overloaded, or being restarted.
            self.init(status: 503, body: "not now: \(error)\n", headers: ["Retry-After": "1"])
        default:
            self.init(status: 500, body: "\(error)\n")
        }
    }
}

extension TodoError {
    fileprivate var status: Int {
        switch self {
        case .malformedDay, .malformedTitle, .malformedListName: 400
        case .storage(_, _, let code) where [ENOSPC, EDQUOT].contains(code): 507
        default: 500
        }
    }
}
