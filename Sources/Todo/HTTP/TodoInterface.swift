import Glibc
import JSONValues

/// What the to-do system answers over HTTP.
struct TodoInterface: Sendable {
    let system: TodoSystem
    /// What a client must show to add entries, if anything.
    var token: String?

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        do {
            switch request.path {
            case "/add_entry": return try await only([.post], request, addEntry)
            case "/entries": return try await only([.get, .head], request, entries)
            case "/lists": return try await only([.get, .head], request, lists)
            default: throw HTTPRefusal.unknownPath(request.path)
            }
        } catch let refusal as HTTPRefusal {
            return refusal.response
        } catch {
            return HTTPResponse(status: Self.status(for: error), body: "\(error)\n")
        }
    }

    private func only(
        _ methods: [HTTPRequest.Method],
        _ request: HTTPRequest,
        _ answer: (HTTPRequest) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        guard methods.contains(request.method) else { throw HTTPRefusal.method(allowed: methods) }
        return try await answer(request)
    }

    private func addEntry(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard isAuthorized(request) else { throw HTTPRefusal.unauthorized }
        let list = try ListName(request.field("list"))
        let entry = try Entry(date: Day(request.field("date")), title: request.field("title"))
        try await system.add(entry, to: list)
        return request.wantsJSON
            ? HTTPResponse(status: 201, json: try JSONValue(encoding: entry))
            : HTTPResponse(status: 201, body: "OK\n")
    }

    private func entries(_ request: HTTPRequest) async throws -> HTTPResponse {
        let name = try ListName(request.field("list"))
        let day = try request.fields?["date"].map { text throws(TodoError) in try Day(text) }
        let list = try await system.list(name)
        let entries = day.map(list.entries(on:)) ?? list.all
        return request.wantsJSON
            ? HTTPResponse(status: 200, json: try JSONValue(encoding: entries))
            : HTTPResponse(status: 200, body: entries.map(\.line).joined())
    }

    private func lists(_ request: HTTPRequest) async throws -> HTTPResponse {
        let names = try await system.lists().map(\.description)
        return request.wantsJSON
            ? HTTPResponse(status: 200, json: .array(names.map(JSONValue.string)))
            : HTTPResponse(status: 200, body: names.map { "\($0)\n" }.joined())
    }

    /// Compares without telling by the time it takes how much of the token was right.
    private func isAuthorized(_ request: HTTPRequest) -> Bool {
        guard let token else { return true }
        let expected = Array("Bearer \(token)".utf8)
        let given = Array(request.authorization.utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func status(for error: any Error) -> Int {
        switch error as? TodoError {
        case .malformedDay, .malformedTitle, .malformedListName: 400
        case .storage(_, _, let code) where [ENOSPC, EDQUOT].contains(code): 507
        default: 500
        }
    }
}

/// Why a request gets no answer of the to-do system.
enum HTTPRefusal: Error, Hashable {
    case unknownPath(String)
    case method(allowed: [HTTPRequest.Method])
    case unauthorized
    case unreadableQuery
    case missingField(String)

    var response: HTTPResponse {
        switch self {
        case .unknownPath(let path):
            HTTPResponse(status: 404, body: "there is no \(path); there are /add_entry, /entries and /lists\n")
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
        }
    }
}

extension HTTPRequest {
    fileprivate func field(_ name: String) throws(HTTPRefusal) -> String {
        guard let fields else { throw .unreadableQuery }
        guard let value = fields[name] else { throw .missingField(name) }
        return value
    }
}

extension HTTPResponse {
    fileprivate init(status: Int, json: JSONValue) {
        self.init(status: status, body: json.text() + "\n", type: "application/json")
    }
}
