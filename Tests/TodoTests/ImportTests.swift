import OTP
import ProcessTesting
import TestSupport
import Testing

@testable import Todo

@Suite("An import", .timeLimit(.minutes(1)))
struct ImportTests {
    private func post(_ body: String) async -> HTTPResponse {
        await TodoInterface().answer(HTTPRequest(method: .post, path: "/import", fields: [:], body: Array(body.utf8)))
    }

    private static func line(_ list: String, _ title: String, date: String = "20170120") -> String {
        #"{"list": "\#(list)", "date": "\#(date)", "title": "\#(title)"}"#
    }

    @Test(
        "stores an array or lines of entries, those of a list in their order",
        arguments: [("[", ",\n", "]"), ("", "\n", ""), ("\n", "\r\n\n", "\n")]
    )
    func stores(start: String, separator: String, end: String) async throws {
        try await withTodoWorld { world in
            let lines = (0..<40).map { Self.line("list \($0 % 5)", "\($0)") }
            let response = await post(start + lines.joined(separator: separator) + end)
            #expect(response.status == 201)
            #expect(response.type == "application/json")
            #expect(response.body == #"{"stored":40,"refused":[]}"# + "\n")
            for list in 0..<5 {
                let titles = try await world.titles("list \(list)")
                #expect(titles == (0..<8).map { "\(5 * $0 + list)" })
            }
        }
    }

    @Test("says which entries were refused and why, and stores the others")
    func refusals() async throws {
        try await withTodoWorld { world in
            let lines = [
                Self.line("bob", "a"), #"{"list": "bob"}"#, Self.line("bob", "b", date: "tomorrow"), "17", "{",
                Self.line("bob", ""), Self.line("", "c"), Self.line("bob", "d"),
            ]
            let response = await post(lines.joined(separator: "\n"))
            #expect(response.status == 207)
            #expect(
                response.body == #"{"stored":2,"refused":["#
                    + #"{"number":2,"reason":"it lacks the text 'date'"},"#
                    + #"{"number":3,"reason":"'tomorrow' is not a day; write it as 20170120 or 2017-01-20"},"#
                    + #"{"number":4,"reason":"it lacks the text 'list'"},"#
                    + #"{"number":5,"reason":"1:2: expected a name in quotes, found the end"},"#
                    + #"{"number":6,"reason":"a title is one line of 1 to 4096 bytes"},"#
                    + #"{"number":7,"reason":"'' cannot name a list; a name is one line of 1 to 80 bytes"}]}"# + "\n"
            )
            let titles = try await world.titles("bob")
            #expect(titles == ["a", "d"])
        }
    }

    @Test("tries no more of a list of which one could not be stored, and stores the other lists")
    func failingList() async throws {
        try await withTodoWorld { world in
            let path = try world.directory.write("nonsense\n", to: "a/b/bad.todo")
            let lines = [Self.line("bad", "a"), Self.line("good", "b"), Self.line("bad", "c")]
            let response = await post(lines.joined(separator: "\n"))
            #expect(response.status == 207)
            let reason = "\(path):1: not an entry; repair or move the file away, it is left as it is until then"
            #expect(
                response.body == #"{"stored":1,"refused":[{"number":1,"reason":"\#(reason)"},"#
                    + #"{"number":3,"reason":"\#(reason)"}]}"# + "\n"
            )
            let titles = try await world.titles("good")
            #expect(titles == ["b"])
        }
    }

    @Test("works on four lists at the same time, and no more")
    func concurrency() async throws {
        try await withTodoWorld(workers: 1) { world in
            let worker = try Database.worker(for: ListName("any")).id
            try await worker.sys.suspend()
            let posting = Task {
                await post((1...6).map { Self.line("list \($0)", "title \($0)") }.joined(separator: "\n"))
            }
            for number in 1...4 { await world.processes.waitForMail(containing: "title \(number)", in: worker) }
            #expect(worker.info?.messages.count == 4)
            try await worker.sys.resume()
            #expect(await posting.value.body == #"{"stored":6,"refused":[]}"# + "\n")
        }
    }

    @Test("says of entries whose list does not answer in time that they may still be stored")
    func timeout() async throws {
        try await withTodoWorld { world in
            let server = try await ListCache.server(of: ListName("bob"))
            await world.processes.settle()
            // It has one of its own.
            let timers = world.processes.system.pendingTimerCount
            try await server.id.sys.suspend()
            let posting = Task { await post(Self.line("bob", "a")) }
            await world.processes.waitForMail(containing: "Add", in: server.id)
            await world.processes.timers(reach: timers + 1)
            world.processes.clock.advance(by: .seconds(5))
            let response = await posting.value
            #expect(response.status == 504)
            let reason = "no answer in time; what was asked may still be done"
            #expect(response.body == #"{"stored":0,"refused":[{"number":1,"reason":"\#(reason)"}]}"# + "\n")
            try await server.id.sys.resume()
        }
    }

    @Test(
        "has the status of its first refusal when nothing was stored",
        arguments: [("{}", 400), (line("bad", "a"), 500)]
    )
    func nothingStored(body: String, status: Int) async throws {
        try await withTodoWorld { world in
            try world.directory.write("nonsense\n", to: "a/b/bad.todo")
            let response = await post(body)
            #expect(response.status == status)
            #expect(response.body.hasPrefix(#"{"stored":0,"#))
        }
    }

    @Test("refuses a body that is no import, and one of too many entries", arguments: ["", " \n", "[1,", "[1] 2"])
    func unreadable(body: String) async throws {
        let response = await post(body)
        #expect(response.status == 400)
        #expect(response.body.hasPrefix("the body is neither a JSON array nor lines of JSON: "))
        let long = await post(String(repeating: "{}\n", count: Import.limit + 1))
        #expect(long == HTTPResponse(status: 413, body: "more than 1000 entries; import them in parts\n"))
    }
}
