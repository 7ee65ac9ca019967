import JSONValues
import OTP

/// What the to-do system answers over HTTP.
struct TodoInterface: Sendable {
    /// Who may change anything.
    let gate: TokenGate

    init(token: APIToken? = nil) {
        gate = TokenGate(token)
    }

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        do {
            switch request.path {
            case "/add_entry": return try await only([.post], request, addEntry)
            case "/import": return try await only([.post], request, importEntries)
            case "/entries": return try await only([.get, .head], request, entries)
            case "/lists": return try await only([.get, .head], request, lists)
            case "/lists/watch": return try await only([.get], request, watch)
            default: throw HTTPRefusal.unknownPath(request.path)
            }
        } catch {
            return HTTPResponse(error)
        }
    }

    private func only(
        _ methods: [HTTPRequest.Method],
        _ request: HTTPRequest,
        _ answer: (HTTPRequest) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        guard methods.contains(request.method) else { throw HTTPRefusal.method(allowed: methods) }
        if request.method == .post, !gate.admits(request.authorization) {
            throw HTTPRefusal.unauthorized
        }
        return try await answer(request)
    }

    private func addEntry(_ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListName(request.field("list"))
        let entry = try Entry(date: Day(request.field("date")), title: request.field("title"))
        try await TodoSystem.add(entry, to: list)
        return request.wantsJSON
            ? HTTPResponse(status: 201, json: try JSONValue(encoding: entry))
            : HTTPResponse(status: 201, body: "OK\n")
    }

    private func importEntries(_ request: HTTPRequest) async throws -> HTTPResponse {
        let outcome = try await Import(parsing: request.body).store()
        return HTTPResponse(status: outcome.status, json: outcome.json)
    }

    private func entries(_ request: HTTPRequest) async throws -> HTTPResponse {
        let name = try ListName(request.field("list"))
        let day = try request.fields?["date"].map { text throws(TodoError) in try Day(text) }
        let list = try await TodoSystem.list(name)
        let entries = day.map(list.entries(on:)) ?? list.all
        return request.wantsJSON
            ? HTTPResponse(status: 200, json: try JSONValue(encoding: entries))
            : HTTPResponse(status: 200, body: entries.map(\.line).joined())
    }

    private func lists(_ request: HTTPRequest) async throws -> HTTPResponse {
        let names = try await TodoSystem.lists().map(\.description)
        return request.wantsJSON
            ? HTTPResponse(status: 200, json: .array(names.map(JSONValue.string)))
            : HTTPResponse(status: 200, body: names.map { "\($0)\n" }.joined())
    }

    private func watch(_ request: HTTPRequest) async throws -> HTTPResponse {
        let stream = HTTPStream()
        try await Watchers.start(stream)
        return HTTPResponse(
            status: 200,
            body: "",
            type: "text/event-stream",
            headers: ["Cache-Control": "no-store"],
            stream: stream.queue
        )
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
