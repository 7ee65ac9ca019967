import OTP
import ProcessTesting
import Testing

@Suite("The examples of the article on sys", .timeLimit(.minutes(1)))
struct SysExamples {
    @Test("the status of any server can be read")
    func status() async throws {
        try await withTestWorld { _ in
            let printed = Probe<String>()
            let print = { (line: String) in printed.record(line) }
            let process = try await Quota.startLink(10).id
            // snippet.status
            let status = try await process.sys.status()
            print(status.state)
            // snippet.end
            #expect(printed.recorded == ["Quota(left: 10)"])
        }
    }

    @Test("the state of a server whose type is known can be read and replaced")
    func state() async throws {
        try await withTestWorld { _ in
            let quota = try await Quota.startLink(10)
            // snippet.state
            let left = try await quota.sys.state().left
            try await quota.sys.replaceState { quota in
                Quota(left: quota.left + 100)
            }
            // snippet.end
            #expect(left == 10)
            #expect(try await quota.call(Quota.Take(count: 110)))
        }
    }

    @Test("events are kept")
    func events() async throws {
        try await withTestWorld { _ in
            let quota = try await Quota.startLink(10)
            // snippet.log
            try await quota.sys.log(last: 20)
            _ = try await quota.call(Quota.Take(count: 1))
            let events = try await quota.sys.loggedEvents()
            // snippet.end
            #expect(
                events == [
                    .received("Take(count: 1)", isCall: true), .sent("true"), .newState("Quota(left: 9)"),
                ]
            )
        }
    }

    @Test("a suspended server handles its messages when it is resumed")
    func suspend() async throws {
        try await withTestWorld { world in
            let quota = try await Quota.startLink(10)
            let before = Probe<Int>()
            try await quota.sys.install("look") { event in
                if case .received = event { before.record(1) }
                return true
            }
            // snippet.suspend
            try await quota.sys.suspend()
            quota.cast(Quota.Refill(count: 5))
            try await quota.sys.resume()
            // snippet.end
            await world.settle()
            #expect(try await quota.sys.state().left == 15)
            #expect(before.recorded == [1])
        }
    }
}
