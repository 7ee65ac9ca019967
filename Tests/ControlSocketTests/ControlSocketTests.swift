import ControlProtocol
import ControlSocket
import JSONValues
import Posix
import TestSupport
import Testing

@Suite("A control socket", .ownThread)
struct ControlSocketTests {
    @Test("greets, and answers calls with results and errors")
    func calls() throws {
        let server = try EchoServer()
        let client = try server.client()
        #expect(client.greeting.name == "echo")
        #expect(client.greeting.pid == CurrentProcess.id)
        let deadline = Deadline.after(seconds: 20)
        #expect(try client.call("ping", until: deadline) == "pong")
        #expect(try client.call("echo", ["a": [1, nil]], until: deadline) == ["a": [1, nil]])
        #expect(try client.call("peer", until: deadline)["user"] == .int(Int(CurrentProcess.effectiveUser)))
        #expect(try client.call("twice", until: deadline) == 1)
        #expect(throws: ControlClientError.refused(.unknownMethod("nonsense"))) {
            try client.call("nonsense", until: deadline)
        }
        #expect(server.listener.connectionCount == 1)
    }

    @Test("greets a client that waits for it in silence")
    func silentClient() throws {
        let server = try EchoServer { $0.greetingDelaySeconds = 0.01 }
        let client = try server.rawClient()
        let greeting = try client.line()
        #expect(greeting?["method"] == "hello")
        #expect(greeting?["params"]?["protocol"] == 1)
        try client.send(#"{"jsonrpc":"2.0","id":"x","method":"ping"}"# + "\r\n")
        #expect(try client.line() == ["jsonrpc": "2.0", "id": "x", "result": "pong"])
    }

    @Test("has many requests of one connection under way, answered in any order")
    func pipelining() throws {
        let server = try EchoServer()
        let client = try server.client()
        let deadline = Deadline.after(seconds: 20)
        let kept = try (0..<5).map { _ in try client.send("keep", until: deadline) }
        #expect(try client.call("ping", until: deadline) == "pong")
        #expect(try client.call("release", until: deadline) == 5)
        for (index, id) in kept.enumerated() {
            #expect(try client.answer(to: id, until: deadline) == .int(index))
        }
    }

    @Test("hands notifications to whoever waits for the answer")
    func notifications() throws {
        let server = try EchoServer()
        let client = try server.client()
        var received: [ControlNotification] = []
        let result = try client.call("tell", until: .after(seconds: 20)) { received.append($0) }
        #expect(result == true)
        #expect(received == [ControlNotification(method: "told", params: ["n": 1])])
    }

    @Test("answers a batch by one line, however long its parts take")
    func batch() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send(
            #"[{"jsonrpc":"2.0","id":1,"method":"keep"},{"jsonrpc":"2.0","method":"ping"},7,"#
                + #"{"jsonrpc":"2.0","id":2,"method":"release"}]"# + "\n"
        )
        let answers = try #require(try client.answer()?.asArray)
        #expect(Set(answers.map { $0["id"] ?? "none" }) == [nil, 1, 2])
        #expect(answers.count == 3)
        // A batch of notifications only is not answered at all.
        try client.send(
            #"[{"jsonrpc":"2.0","method":"ping"}]"# + "\n" + #"{"jsonrpc":"2.0","id":3,"method":"ping"}"# + "\n"
        )
        #expect(try client.answer()?["id"] == 3)
    }

    @Test("answers a request whose reply was dropped with a fault")
    func droppedReply() throws {
        let server = try EchoServer()
        let client = try server.client()
        let error = #expect(throws: ControlClientError.self) { try client.call("forget", until: .after(seconds: 20)) }
        guard case .refused(let answer)? = error else { throw RawAnswerMissing() }
        #expect(answer.code == -32603)
        #expect(answer.exit == 70)
    }

    @Test("lets a client look at something else while it waits")
    func watching() throws {
        let server = try EchoServer()
        let client = try server.client()
        let deadline = Deadline.after(seconds: 20)
        let interruption = try EventCounter()
        defer { interruption.close() }
        interruption.signal()
        let id = try client.send("keep", until: deadline)
        var other: RequestID?
        let answer = try client.answer(
            to: id,
            until: deadline,
            watching: interruption.descriptor,
            onActivity: { () throws(ControlClientError) in
                interruption.clear()
                other = try client.send("release", until: deadline)
            }
        )
        #expect(answer == 0)
        #expect(try client.answer(to: #require(other), until: deadline) == 1)
    }

    @Test("serves 1,000 connections at once")
    func manyConnections() throws {
        let server = try EchoServer { $0.greetingDelaySeconds = 0.05 }
        let clients = try (0..<1000).map { _ in try server.rawClient() }
        for (index, client) in clients.enumerated() {
            try client.send(#"{"jsonrpc":"2.0","id":\#(index),"method":"echo","params":[\#(index)]}"# + "\n")
        }
        for (index, client) in clients.enumerated() {
            let answer = try client.answer()
            #expect(answer?["id"] == .int(index) && answer?["result"] == [.int(index)])
        }
        #expect(server.listener.connectionCount == 1000)
    }

    @Test("sends answers that wait before it closes, and removes its file")
    func closing() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        let text = String(repeating: "y", count: 3 << 20)
        try client.send(#"{"jsonrpc":"2.0","id":1,"method":"echo","params":["\#(text)"]}"# + "\n")
        #expect(try client.line()?["method"] == "hello")
        // More than the client has taken from the socket so far: the answer has begun.
        #expect(try Poll.wait(for: client.descriptor, .readable, until: .after(seconds: 20)))
        let listener = server.listener
        try DedicatedThread.start("closer") { listener.close(until: .after(seconds: 20)) }
        #expect(try client.answer()?["result"]?[0]?.asString?.utf8.count == text.utf8.count)
        #expect(try client.line() == nil)
        listener.close()
        #expect(throws: ControlClientError.self) { try server.client() }
    }
}

struct RawAnswerMissing: Error {}
