import Foundation
import Testing

@Suite("The sample application as a release", .serialized)
struct SampleApplicationTests {
    @Test("has all lists again after the node was killed, and starts their servers as they are asked for")
    func killedNode() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            for list in ["bob", "alice"] {
                let path = "/add_entry?list=\(list)&date=20170120&title=Fundraiser"
                #expect(try await node.curl(path, "-X", "POST") == "OK\n201")
            }
            #expect(try await node.run("rpc", "Todo.servers()").text == #"["alice", "bob"]"#)

            let pid = try await node.run("pid").text
            kill(try #require(Int32(pid)), SIGKILL)
            // The launcher starts the node again, or leaves that to us; either way the former one has to be gone.
            try await expectSuccess(Command("tail", "--pid=\(pid)", "-f", "/dev/null").run())
            try await node.run("stop", "--force")
            try await expectSuccess(node.run("daemon"))
            #expect(try await node.run("rpc", "Todo.servers()").text == "[]")
            #expect(try await node.curl("/entries?list=bob") == "2017-01-20    Fundraiser\n200")
            #expect(try await node.run("rpc", "Todo.servers()").text == #"["bob"]"#)
            #expect(try await node.run("rpc", "Todo.lists()").text == #"["alice", "bob"]"#)
        }
    }

    @Test("tells who watches of each entry, however it is added, and lets nobody who watches hold up its end")
    func watch() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let url = try await node.url("/lists/watch")
            let watching = try Command("curl", "-sSNv", "--max-time", "60", url).start()
            try await watching.waitForError("text/event-stream")
            try await expectSuccess(node.run("rpc", #"Todo.add(list: "bob", date: "20170120", title: "by rpc")"#))
            _ = try await node.curl("/add_entry?list=bob&date=20170121&title=by+HTTP", "-X", "POST")
            let stop = try await node.run("stop", "--timeout", "5")
            #expect(stop.status == 0, "\(stop)")
            let heard = try await watching.finished()
            #expect(heard.status == 0, "\(heard)")
            #expect(
                heard.output == """
                    : watching

                    event: added
                    data: {"list":"bob","date":"2017-01-20","title":"by rpc"}

                    event: added
                    data: {"list":"bob","date":"2017-01-21","title":"by HTTP"}


                    """
            )
        }
    }

    @Test("imports what it can, and says what it refused")
    func importing() async throws {
        let lines = """
            {"list": "bob", "date": "20170120", "title": "Fundraiser"}
            {"list": "alice", "date": "2017-01-21", "title": "Zoë"}
            {"list": "bob", "date": "someday", "title": "Dentist"}
            """
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            #expect(
                try await node.curl("/import", "--data-binary", lines)
                    == #"{"stored":2,"refused":[{"number":3,"reason":"'someday' is not a day; "#
                    + #"write it as 20170120 or 2017-01-20"}]}"# + "\n207"
            )
            try await expectSuccess(node.run("restart"))
            #expect(try await node.curl("/entries?list=alice") == "2017-01-21    Zoë\n200")
            #expect(try await node.curl("/entries?list=bob") == "2017-01-20    Fundraiser\n200")
        }
    }

    @Test(
        "demands its token from every POST, wherever that comes from, and shows it nowhere",
        arguments: ["TODO_API_TOKEN", "TODO__API_TOKEN", "CREDENTIALS_DIRECTORY"]
    )
    func token(source: String) async throws {
        let scratch = try Scratch("credentials")
        try scratch.write("s3cret\n", to: "api_token", mode: 0o600)
        let value = source == "CREDENTIALS_DIRECTORY" ? scratch.path : "s3cret"
        try await withTodo([source: value]) { node in
            try await expectSuccess(node.run("daemon"))
            let path = "/add_entry?list=bob&date=20170120&title=x"
            #expect(try await node.curl(path, "-X", "POST").hasSuffix("401"))
            #expect(try await node.curl("/import", "-d", "[]").hasSuffix("401"))
            let header = "Authorization: Bearer s3cret"
            #expect(try await node.curl(path, "-X", "POST", "-H", header) == "OK\n201")
            #expect(try await node.curl("/lists") == "bob\n200")
            for command in ["config", "status", "logs"] {
                let shown = try await node.run(command)
                #expect(shown.status == 0 && !"\(shown)".contains("s3cret"), "\(shown)")
            }
            #expect(try await node.run("config").output.contains("todo.api_token"))
        }
    }

    @Test("takes over another token when it reads its configuration again")
    func newToken() async throws {
        let scratch = try Scratch("credentials")
        try scratch.write("first", to: "api_token", mode: 0o600)
        try await withTodo(["CREDENTIALS_DIRECTORY": scratch.path]) { node in
            try await expectSuccess(node.run("daemon"))
            try scratch.write("second", to: "api_token", mode: 0o600)
            try await expectSuccess(node.run("reload"))
            for (token, status) in [("first", "401"), ("second", "201")] {
                let header = "Authorization: Bearer \(token)"
                let answer = try await node.curl(
                    "/add_entry?list=bob&date=20170120&title=x",
                    "-X",
                    "POST",
                    "-H",
                    header
                )
                #expect(answer.hasSuffix(status), "\(answer)")
            }
        }
    }
}

extension Node {
    /// What the node answers to curl: the body, and then the status.
    fileprivate func curl(_ path: String, _ options: String...) async throws -> String {
        let words = ["curl", "-sS", "--max-time", "20", "-w", "%{http_code}"] + options
        return try expectSuccess(await Command(words + [try await url(path)]).run()).output
    }
}
