import OTP
import ProcessTesting
import TestSupport
import Testing

@testable import Todo

@Suite("The HTTP interface of the to-do system", .timeLimit(.minutes(1)))
struct TodoInterfaceTests {
    private let interface = TodoInterface()

    private func get(_ path: String, _ query: String, accept: String = "*/*") async -> HTTPResponse {
        let fields = HTTPRequest.fields(of: query)
        return await interface.answer(HTTPRequest(method: .get, path: path, fields: fields, accept: accept))
    }

    private func post(_ query: String, accept: String = "*/*") async -> HTTPResponse {
        let fields = HTTPRequest.fields(of: query)
        return await interface.answer(HTTPRequest(method: .post, path: "/add_entry", fields: fields, accept: accept))
    }

    @Test("adds an entry and shows it, one line each")
    func text() async throws {
        try await withTodoWorld { _ in
            #expect(await post("list=bob&date=20170120&title=Fundraiser").status == 201)
            #expect(await post("list=bob&date=20170120&title=Tea%20%26+cake").status == 201)
            let response = await get("/entries", "list=bob&date=20170120")
            #expect(response.status == 200)
            #expect(response.type == "text/plain; charset=utf-8")
            #expect(response.body == "2017-01-20    Fundraiser\n2017-01-20    Tea & cake\n")
        }
    }

    @Test("speaks JSON to who accepts it")
    func json() async throws {
        try await withTodoWorld { _ in
            let added = await post("list=bob&date=20170120&title=Zo%C3%AB", accept: "application/json")
            #expect(added.body == #"{"date":"2017-01-20","title":"Zoë"}"# + "\n")
            let response = await get("/entries", "list=bob", accept: "text/html, application/json")
            #expect(response.type == "application/json")
            #expect(response.body == #"[{"date":"2017-01-20","title":"Zoë"}]"# + "\n")
            #expect(await get("/lists", "", accept: "application/json").body == #"["bob"]"# + "\n")
        }
    }

    @Test("lists the lists")
    func lists() async throws {
        try await withTodoWorld { _ in
            for list in ["bob", "alice"] { _ = await post("list=\(list)&date=20170120&title=x") }
            #expect(await get("/lists", "").body == "alice\nbob\n")
        }
    }

    @Test("has no entries for a list or day that nobody wrote to")
    func nothing() async throws {
        try await withTodoWorld { _ in
            #expect(await get("/entries", "list=nobody&date=20170120") == HTTPResponse(status: 200, body: ""))
        }
    }

    static let bad: [(query: String, sentence: String)] = [
        ("date=20170120&title=x", "the query lacks 'list'\n"),
        ("list=bob&title=x", "the query lacks 'date'\n"),
        ("list=bob&date=20170120", "the query lacks 'title'\n"),
        ("list=bob&date=tomorrow&title=x", "'tomorrow' is not a day; write it as 20170120 or 2017-01-20\n"),
        ("list=bob&date=20170120&title=", "a title is one line of 1 to 4096 bytes\n"),
        ("list=bob&date=20170120&title=a%0Ab", "a title is one line of 1 to 4096 bytes\n"),
        ("list=&date=20170120&title=x", "'' cannot name a list; a name is one line of 1 to 80 bytes\n"),
        ("list=bob&list=eve&date=20170120&title=x", unreadable),
        ("list=bob&date=20170120&title=%FF", unreadable),
        ("list=bob&date=20170120&title=a%00b", unreadable),
        ("list", unreadable),
    ]
    static let unreadable = "the query is not a list of field=value in UTF-8 with each field once\n"

    @Test("refuses a bad request with a sentence and changes nothing", arguments: bad)
    func badRequests(query: String, sentence: String) async throws {
        try await withTodoWorld { _ in
            #expect(await post(query) == HTTPResponse(status: 400, body: sentence))
            #expect(await get("/lists", "").body == "")
        }
    }

    @Test("names its paths and methods")
    func routes() async {
        let unknown = await get("/", "")
        #expect(unknown.status == 404)
        #expect(unknown.body == "there is no /; there are /add_entry, /entries, /import, /lists and /lists/watch\n")
        let response = await get("/add_entry", "list=bob&date=20170120&title=x")
        #expect(response.status == 405)
        #expect(response.headers == ["Allow": "POST"])
        let posted = await interface.answer(HTTPRequest(method: .post, path: "/entries", fields: ["list": "bob"]))
        #expect(posted.headers == ["Allow": "GET, HEAD"])
        #expect(await get("/import", "").headers == ["Allow": "POST"])
        let watched = await interface.answer(HTTPRequest(method: .post, path: "/lists/watch", fields: [:]))
        #expect(watched.headers == ["Allow": "GET"])
    }

    @Test(
        "lets only those change anything who show the token, when there is one",
        arguments: ["/add_entry", "/import"]
    )
    func token(path: String) async throws {
        try await withTodoWorld { _ in
            let guarded = TodoInterface(token: APIToken("s3cret"))
            let fields = ["list": "bob", "date": "20170120", "title": "x"]
            let body = Array(#"{"list": "bob", "date": "20170120", "title": "x"}"#.utf8)
            let attempts = [
                "", "Bearer ", "Bearer s3creT", "Bearer s3cre", "Bearer s3crets", "s3cret", "bearer s3cret",
            ]
            for (authorization, status) in attempts.map({ ($0, 401) }) + [("Bearer s3cret", 201)] {
                var request = HTTPRequest(method: .post, path: path, fields: fields, authorization: authorization)
                request.body = body
                #expect(await guarded.answer(request).status == status, "\(authorization)")
            }
            #expect(await get("/entries", "list=bob").body == "2017-01-20    x\n")
        }
    }

    @Test("shows the token to nobody")
    func secrecy() {
        let token = APIToken("s3cret")
        let message = HTTPListener.ChangeToken(token: token)
        let guarded = TodoInterface(token: token)
        var text = "\(guarded) \(String(reflecting: guarded)) \(HTTPListener.describe(message)) "
        dump(guarded, to: &text)
        dump(message, to: &text)
        #expect(text.contains("<secret>"))
        #expect(!text.contains("s3cret") && !text.contains("115, 51"))
    }

    @Test("answers 500 for a corrupt file, naming it")
    func corruptFile() async throws {
        try await withTodoWorld { world in
            let path = try world.directory.write("nonsense\n", to: "a/b/bob.todo")
            let response = await get("/entries", "list=bob")
            #expect(response.status == 500)
            #expect(response.body.hasPrefix("\(path):1: not an entry"))
        }
    }
}

@Suite("The HTTP interface of a to-do system in trouble", .timeLimit(.minutes(1)))
struct TroubledInterfaceTests {
    private let interface = TodoInterface()
    private let request = HTTPRequest(method: .get, path: "/entries", fields: ["list": "bob"])

    @Test("answers 503 while the system is not there")
    func notThere() async {
        await withTestWorld { _ in
            let response = await interface.answer(request)
            #expect(response.status == 503)
            #expect(response.headers == ["Retry-After": "1"])
            let watch = await interface.answer(HTTPRequest(method: .get, path: "/lists/watch", fields: [:]))
            #expect(watch.status == 503 && watch.stream == nil)
        }
    }

    @Test("answers 504 when a list's server does not answer in time")
    func timeout() async throws {
        try await withTodoWorld { world in
            let server = try await ListCache.server(of: ListName("bob"))
            await world.processes.settle()
            // It has one of its own.
            let timers = world.processes.system.pendingTimerCount
            try await server.id.sys.suspend()
            let answering = Task { await interface.answer(request) }
            await world.processes.waitForMail(containing: "Get", in: server.id)
            await world.processes.timers(reach: timers + 1)
            world.processes.clock.advance(by: .seconds(5))
            let response = await answering.value
            #expect(response.status == 504)
            #expect(response.body == "no answer in time; what was asked may still be done\n")
            try await server.id.sys.resume()
        }
    }

    @Test("answers 503 at once when too many wait for a list's server")
    func overload() async throws {
        try await withTodoWorld { _ in
            let server = try await ListCache.server(of: ListName("bob"))
            try await server.id.sys.suspend()
            for _ in 0..<200 { server.id.send("waiting") }
            let response = await interface.answer(request)
            #expect(response.status == 503)
            #expect(
                response.body == "not now: 200 messages wait already, which is the limit of this server's mailbox\n"
            )
            try await server.id.sys.resume()
        }
    }
}
