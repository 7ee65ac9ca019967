import TestSupport
import Testing

@testable import Todo

@Suite("The HTTP interface of the to-do system")
struct TodoInterfaceTests {
    private let directory: TemporaryDirectory
    private let interface: TodoInterface

    init() throws {
        directory = try TemporaryDirectory()
        let settings = StorageSettings(folder: StorageFolder(path: directory.path), workers: 2)
        interface = TodoInterface(system: try TodoSystem(settings))
    }

    private func get(_ path: String, _ query: String, accept: String = "*/*") async -> HTTPResponse {
        let fields = HTTPRequest.fields(of: query)
        return await interface.answer(HTTPRequest(method: .get, path: path, fields: fields, accept: accept))
    }

    private func post(_ query: String, accept: String = "*/*") async -> HTTPResponse {
        let fields = HTTPRequest.fields(of: query)
        return await interface.answer(HTTPRequest(method: .post, path: "/add_entry", fields: fields, accept: accept))
    }

    @Test("adds an entry and shows it, one line each")
    func text() async {
        #expect(await post("list=bob&date=20170120&title=Fundraiser").status == 201)
        #expect(await post("list=bob&date=20170120&title=Tea%20%26+cake").status == 201)
        let response = await get("/entries", "list=bob&date=20170120")
        #expect(response.status == 200)
        #expect(response.type == "text/plain; charset=utf-8")
        #expect(response.body == "2017-01-20    Fundraiser\n2017-01-20    Tea & cake\n")
    }

    @Test("speaks JSON to who accepts it")
    func json() async {
        let added = await post("list=bob&date=20170120&title=Zo%C3%AB", accept: "application/json")
        #expect(added.body == #"{"date":"2017-01-20","title":"Zoë"}"# + "\n")
        let response = await get("/entries", "list=bob", accept: "text/html, application/json")
        #expect(response.type == "application/json")
        #expect(response.body == #"[{"date":"2017-01-20","title":"Zoë"}]"# + "\n")
        #expect(await get("/lists", "", accept: "application/json").body == #"["bob"]"# + "\n")
    }

    @Test("lists the lists")
    func lists() async {
        for list in ["bob", "alice"] { _ = await post("list=\(list)&date=20170120&title=x") }
        #expect(await get("/lists", "").body == "alice\nbob\n")
    }

    @Test("has no entries for a list or day that nobody wrote to")
    func nothing() async {
        #expect(await get("/entries", "list=nobody&date=20170120") == HTTPResponse(status: 200, body: ""))
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
    func badRequests(query: String, sentence: String) async {
        #expect(await post(query) == HTTPResponse(status: 400, body: sentence))
        #expect(await get("/lists", "").body == "")
    }

    @Test("names its paths and methods")
    func routes() async {
        #expect(await get("/", "").status == 404)
        let response = await get("/add_entry", "list=bob&date=20170120&title=x")
        #expect(response.status == 405)
        #expect(response.headers == ["Allow": "POST"])
        let posted = await interface.answer(HTTPRequest(method: .post, path: "/entries", fields: ["list": "bob"]))
        #expect(posted.headers == ["Allow": "GET, HEAD"])
    }

    @Test("lets only those add who show the token, when there is one")
    func token() async {
        let guarded = TodoInterface(system: interface.system, token: "s3cret")
        let fields = ["list": "bob", "date": "20170120", "title": "x"]
        for (authorization, status) in [("", 401), ("Bearer s3creT", 401), ("s3cret", 401), ("Bearer s3cret", 201)] {
            let request = HTTPRequest(method: .post, path: "/add_entry", fields: fields, authorization: authorization)
            #expect(await guarded.answer(request).status == status)
        }
    }

    @Test("answers 500 for a corrupt file, naming it")
    func corruptFile() async throws {
        let path = try directory.write("nonsense\n", to: "bob.todo")
        let response = await get("/entries", "list=bob")
        #expect(response.status == 500)
        #expect(response.body.hasPrefix("\(path):1: not an entry"))
    }
}
