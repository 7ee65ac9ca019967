import ControlProtocol
import ControlSocket
import Glibc
import JSONValues
import Posix
import Synchronization
import TestSupport
import Testing

@Suite("Of a hostile or clumsy client, a control socket", .ownThread)
struct HostileClientTests {
    static let badLines: [(String, Int, JSONValue)] = [
        ("nonsense", -32700, nil),
        ("{\"jsonrpc\":", -32700, nil),
        ("\"\u{1}\"", -32700, nil),
        ("7", -32600, nil),
        ("{}", -32600, nil),
        ("[]", -32600, nil),
        (#"{"jsonrpc":"1.0","id":4,"method":"ping"}"#, -32600, 4),
        (#"{"jsonrpc":"2.0","id":4,"method":7}"#, -32600, 4),
        (#"{"jsonrpc":"2.0","id":[],"method":"ping"}"#, -32600, nil),
        (#"{"jsonrpc":"2.0","id":"a","method":"ping","params":"x"}"#, -32600, "a"),
        (#"{"jsonrpc":"2.0","id":4,"result":7}"#, -32600, 4),
        (#"{"jsonrpc":"2.0","id":4,"method":"nonsense"}"#, -32601, 4),
        ("[" + String(repeating: "1,", count: 1000) + "1]", -32005, nil),
    ]

    @Test("answers what is no request with an error of JSON-RPC, and goes on", arguments: badLines)
    func badLine(line: String, code: Int, id: JSONValue) throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send("\(line)\n \r\n" + #"{"jsonrpc":"2.0","id":99,"method":"ping"}"# + "\n")
        let answer = try client.answer()
        #expect(answer?["error"]?["code"] == .int(code))
        #expect(answer?["id"] == id)
        #expect(answer?["error"]?["data"]?["exit"]?.asInt != nil)
        #expect(try client.line()?["id"] == 99)
    }

    @Test("answers invalid UTF-8 with an error")
    func invalidUTF8() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send([0x22, 0xff, 0x22, 0x0a])
        #expect(try client.answer()?["error"]?["code"] == -32700)
        try client.send([0xff, 0xfe, 0x0a])
        #expect(try client.line()?["error"]?["code"] == -32700)
    }

    @Test("answers 100,000 opening brackets with an error")
    func manyBrackets() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send(String(repeating: "[", count: 100_000) + "\n")
        #expect(try client.answer()?["error"]?["message"]?.asString?.contains("nested deeper than 128") == true)
        #expect(try server.isAlive())
    }

    @Test("answers half a line at the end of the input, and a whole one without its newline")
    func halfLine() throws {
        let server = try EchoServer()
        let whole = try server.rawClient().exchange([UInt8](#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#.utf8))
        #expect(whole.last == ["jsonrpc": "2.0", "id": 1, "result": "pong"])
        let half = try server.rawClient().exchange([UInt8](#"{"jsonrpc":"2.0","id":1,"#.utf8))
        #expect(half.last?["error"]?["code"] == -32700)
        let method = try server.rawClient().exchange([UInt8]("GE".utf8))
        #expect(method.last?["error"]?["code"] == -32700)
        #expect(try server.rawClient().exchange([]).isEmpty)
    }

    @Test("keeps a half-closed connection until its last answer")
    func halfClosed() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send(#"{"jsonrpc":"2.0","id":1,"method":"keep"}"# + "\n")
        #expect(try client.line()?["method"] == "hello")
        try UnixSocket.shutdownSending(client.descriptor)
        #expect(try server.client().call("release", until: .after(seconds: 20)) == 1)
        #expect(try client.line()?["result"] == 0)
        #expect(try client.line() == nil)
    }

    @Test("answers a line of 100 MB with an error and ends the connection, its memory bounded")
    func hugeLine() async {
        // In a process of its own, because the memory that is looked at is that of all tests.
        await #expect(processExitsWith: .success) {
            let server = try EchoServer()
            let client = try server.rawClient()
            let before = try residentBytes()
            let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<100 where try !client.send(chunk) { break }
            #expect(try client.answer()?["error"]?["code"] == -32005)
            #expect(try client.line() == nil)
            #expect(try residentBytes() - before < 32 << 20)
            #expect(try server.isAlive())
        }
    }

    @Test("bounds what all clients together leave unfinished")
    func unfinishedLines() throws {
        let server = try EchoServer { limits in
            limits.frame = 40_000
            limits.unfinished = 110_000
        }
        let clients = try (0..<3).map { _ in try server.rawClient() }
        for client in clients { try client.send(String(repeating: "x", count: 40_000)) }
        let codes = try clients.map { client in
            try UnixSocket.shutdownSending(client.descriptor)
            return try client.answer()?["error"]?["code"]
        }
        #expect(codes.contains(-32005))
        #expect(try server.isAlive())
    }

    @Test("is unharmed when a client vanishes in the middle of an answer, and tells those who work for it")
    func vanishingClient() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send(#"{"jsonrpc":"2.0","id":1,"method":"keep"}"# + "\n")
        try client.send(#"{"jsonrpc":"2.0","id":2,"method":"stream","params":{"count":1000000,"size":1000}}"# + "\n")
        #expect(try client.line()?["method"] == "hello")
        #expect(try client.line()?["method"] == "output")
        client.close()
        let deadline = Deadline.after(seconds: 20)
        while server.handler.closed == 0 || server.handler.streamed.isEmpty {
            #expect(try Poll.wait(for: server.handler.news.descriptor, .readable, until: deadline))
            server.handler.news.clear()
        }
        #expect(server.handler.streamed == [false])
        #expect(try server.isAlive())
    }

    @Test("does what a client asked that was gone at once")
    func hastyClient() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send(#"{"jsonrpc":"2.0","id":1,"method":"keep"}"# + "\n")
        client.close()
        #expect(try Poll.wait(for: server.handler.news.descriptor, .readable, until: .after(seconds: 20)))
        #expect(server.handler.closed == 1)
    }

    @Test("holds up the writer, not the node, when a client reads slowly")
    func slowReader() async {
        await #expect(processExitsWith: .success) {
            let server = try EchoServer { $0.queue = 10_000 }
            let before = try residentBytes()
            let slow = try server.rawClient()
            try slow.send(#"{"jsonrpc":"2.0","id":1,"method":"stream","params":{"count":50000,"size":2000}}"# + "\n")
            #expect(try slow.line()?["method"] == "hello")
            for _ in 0..<20 { #expect(try server.isAlive()) }
            #expect(server.handler.streamed.isEmpty)
            #expect(try residentBytes() - before < 32 << 20)
            for _ in 0..<1000 { #expect(try slow.line()?["method"] == "output") }
        }
    }

    @Test("reads no more requests from a client that does not read answers, until it does")
    func unreadAnswers() throws {
        let server = try EchoServer { $0.queue = 10_000 }
        let client = try server.rawClient()
        let request =
            #"{"jsonrpc":"2.0","id":1,"method":"echo","params":["\#(String(repeating: "z", count: 900))"]}"# + "\n"
        let answers = try client.exchange([UInt8](String(repeating: request, count: 3000).utf8))
        #expect(answers.count == 3001)
        #expect(try server.isAlive())
    }

    @Test("bounds how many requests of one connection wait")
    func manyRequests() throws {
        let server = try EchoServer { $0.requests = 2 }
        let client = try server.rawClient()
        for id in 1...3 { try client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"keep"}"# + "\n") }
        let answer = try client.answer()
        #expect(answer?["id"] == 3)
        #expect(answer?["error"]?["code"] == -32005)
    }

    @Test("turns away clients beyond its limit, saying so")
    func connectionLimit() throws {
        let server = try EchoServer { $0.connections = 1 }
        let first = try server.client()
        let second = try server.rawClient()
        #expect(try second.line()?["error"]?["code"] == -32005)
        #expect(try second.line() == nil)
        first.close()
    }

    @Test("closes a connection that is idle, but none that waits for an answer")
    func idleConnection() throws {
        let server = try EchoServer { $0.idleSeconds = 0.3 }
        let busy = try server.client()
        let id = try busy.send("keep", until: .after(seconds: 20))
        let idle = try server.rawClient()
        try idle.send("\n")
        #expect(try idle.line()?["method"] == "hello")
        #expect(try idle.line() == nil)
        _ = try server.client().call("release", until: .after(seconds: 20))
        #expect(try busy.answer(to: id, until: .after(seconds: 20)) == 0)
    }

    @Test("turns clients away when descriptors run out, and serves again when there are some")
    func noDescriptors() async {
        await #expect(processExitsWith: .success) {
            let server = try EchoServer()
            let first = try server.client()
            var limit = try ResourceLimit.openFiles()
            limit.soft = 64
            try ResourceLimit.setOpenFiles(limit)
            var fillers: [FileDescriptor] = []
            let waiting = try FileDescriptor.open("/dev/null")
            while let filler = try? FileDescriptor.open("/dev/null") { fillers.append(filler) }
            waiting.close()
            let turnedAway = try RawClient(path: server.path)
            guard try turnedAway.line()?["error"]?["code"] == -32005 else { exit(2) }
            guard try first.call("ping", until: .after(seconds: 20)) == "pong" else { exit(3) }
            for filler in fillers { filler.close() }
            guard try server.isAlive() else { exit(4) }
        }
    }

    @Test("turns clients away also while another thread takes every descriptor that becomes free")
    func descriptorThief() async {
        await #expect(processExitsWith: .success) {
            let directory = try TemporaryDirectory()
            let path = directory.path("node.sock")
            let listener = try ControlListener(path: path, handler: EchoHandler())
            try ResourceLimit.setOpenFiles(ResourceLimit(soft: 64, hard: 64))
            let clients = try (0..<20).map { _ in try RawClient(path: path) }
            let thief = try DescriptorThief()
            try listener.start()
            // Somebody else in this process may let go of a descriptor, with which one of them is let in.
            let lines = try clients.map { try $0.line() }
            guard lines.filter({ $0?["error"]?["code"] == -32005 }).count > 10 else { exit(2) }
            guard lines.allSatisfy({ $0?["method"] == "hello" || $0?["error"]?["code"] == -32005 }) else { exit(5) }
            try thief.giveBack()
            let client = try ControlClient.connect(to: path, until: .after(seconds: 20))
            guard try client.call("ping", until: .after(seconds: 20)) == "pong" else { exit(3) }
        }
    }
}

/// A thread that takes every descriptor there is, and each one that becomes free, until it is told to give them back.
private final class DescriptorThief: Sendable {
    private let isDone = Atomic(false)
    private let news: EventCounter

    /// Returns once there are none left.
    init() throws {
        news = try EventCounter()
        try DedicatedThread.start("thief") { [self] in
            var loot: [FileDescriptor] = []
            while let descriptor = try? FileDescriptor.open("/dev/null") { loot.append(descriptor) }
            news.signal()
            while !isDone.load(ordering: .acquiring) {
                if let descriptor = try? FileDescriptor.open("/dev/null") { loot.append(descriptor) }
            }
            for descriptor in loot { descriptor.close() }
            news.signal()
        }
        try awaitNews()
    }

    /// Returns once all of them are free.
    func giveBack() throws {
        isDone.store(true, ordering: .releasing)
        try awaitNews()
    }

    private func awaitNews() throws {
        guard try Poll.wait(for: news.descriptor, .readable, until: .after(seconds: 60)) else { exit(4) }
        news.clear()
    }
}

/// What this process holds of the machine's memory.
private func residentBytes() throws -> Int {
    let fields = try Files.readText("/proc/self/statm").split(separator: " ")
    return try #require(Int(fields[1])) * 4096
}
