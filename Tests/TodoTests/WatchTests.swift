import Glibc
import OTP
import ProcessTesting
import TestSupport
import Testing

@testable import Todo

@Suite("Watching lists", .ownThread, .timeLimit(.minutes(1)))
struct WatchTests {
    /// Serves the interface of a test's own system, which the tasks of requests know nothing of.
    private func serve(_ world: TodoWorld) throws -> HTTPServer {
        let system = world.processes.system
        return try HTTPServer(address: "127.0.0.1", port: 0) { request in
            await system.run { await TodoInterface().answer(request) }
        }
    }

    private func watch(_ server: HTTPServer) async throws -> TCPClient {
        let client = try TCPClient(port: server.port)
        try client.send("GET /lists/watch HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = try client.receive { $0.contains(": watching\n\n") }
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(head.contains("Content-Type: text/event-stream\r\n"))
        return client
    }

    private func watchers() async throws -> [ProcessID] {
        try await DynamicSupervisor(named: "todo.watching").children.compactMap(\.process)
    }

    @Test("tells each client of each entry once, in the order they were added")
    func events() async throws {
        try await withTodoWorld { world in
            let server = try serve(world)
            let clients = [try await watch(server), try await watch(server)]
            try await world.add("a", "b", to: "bob")
            try await world.add("c", to: "alice")
            for client in clients {
                let text = try client.receive { $0.contains("alice") && $0.hasSuffix("\n\n\r\n") }
                let events = text.matches(of: /event: added\ndata: (.*)\n\n/).map { String($0.output.1) }
                #expect(
                    events == [
                        #"{"list":"bob","date":"2017-01-20","title":"a"}"#,
                        #"{"list":"bob","date":"2017-01-20","title":"b"}"#,
                        #"{"list":"alice","date":"2017-01-20","title":"c"}"#,
                    ]
                )
                client.close()
            }
            server.stop()
            await server.waitUntilStopped()
        }
    }

    @Test("forgets a client that went away")
    func vanishingClient() async throws {
        try await withTodoWorld { world in
            let server = try serve(world)
            let client = try await watch(server)
            let watcher = try #require(try await watchers().first)
            client.close()
            #expect(await world.end(of: watcher) == .normal)
            try await world.add("a", to: "bob")
            server.stop()
            await server.waitUntilStopped()
        }
    }

    @Test("cuts off a client that does not take its events, while everybody else goes on")
    func slowClient() async throws {
        try await withTodoWorld { world in
            let server = try serve(world)
            let slow = try await watch(server)
            let watcher = try #require(try await watchers().first)
            let list = try ListName("bob")
            let entry = try Entry(date: Day("20170120"), title: String(repeating: "x", count: 4000))
            // More than all buffers between here and the client hold.
            for _ in 0..<20_000 where watcher.isAlive { Watchers.tell(entry, addedTo: list) }
            #expect(await world.end(of: watcher) == .normal)

            let other = try await watch(server)
            try await world.add("a", to: "bob")
            _ = try other.receive { $0.contains("event: added") }
            slow.close()
            other.close()
            server.stop()
            await server.waitUntilStopped()
        }
    }

    @Test("ends a client's stream when its process is killed, and all when the server stops")
    func ends() async throws {
        try await withTodoWorld { world in
            let server = try serve(world)
            let first = try await watch(server)
            try #require(try await watchers().first).kill()
            let rest = try first.receive { _ in false }
            #expect(rest.hasSuffix("0\r\n\r\n"))

            let second = try await watch(server)
            let watcher = try #require(try await watchers().first)
            server.stop()
            let end = try second.receive { _ in false }
            #expect(end.hasSuffix("0\r\n\r\n"))
            #expect(await world.end(of: watcher) == .normal)
            await server.waitUntilStopped()
            first.close()
            second.close()
        }
    }

    @Test("gives signs of life when nothing happens")
    func silence() async throws {
        try await withTodoWorld { world in
            let server = try serve(world)
            let client = try await watch(server)
            for _ in 0..<2 {
                await world.processes.advance(by: .seconds(15))
                let text = try client.receive { $0.contains(":\n\n") }
                #expect(text == "3\r\n:\n\n\r\n")
            }
            client.close()
            server.stop()
            await server.waitUntilStopped()
        }
    }

    @Test("forgets a client that was gone before it was served")
    func goneBefore() async throws {
        try await withTodoWorld { world in
            let stream = HTTPStream()
            try await Watchers.start(stream)
            let watcher = try #require(try await watchers().first)
            stream.queue.isOver()
            #expect(await world.end(of: watcher) == .normal)
        }
    }
}

@Suite("A stream to a client")
struct HTTPStreamTests {
    @Test("keeps what was not taken up to its limit, and is cut off beyond")
    func limit() {
        let stream = HTTPStream(limit: 10)
        stream.send("12345")
        #expect(stream.queue.take().bytes == Array("12345".utf8))
        // Taken is not yet arrived, and counts.
        stream.send("67890")
        #expect(stream.queue.take() == (Array("67890".utf8), .no))
        stream.queue.arrived()
        stream.send("1234567890")
        #expect(stream.queue.take() == (Array("1234567890".utf8), .no))
        stream.send("1")
        #expect(stream.queue.take() == ([], .atOnce))
    }

    @Test("ends when it is told to, or when nobody has it any more, after what was sent")
    func end() {
        let ended = HTTPStream()
        ended.send("a")
        ended.end()
        ended.send("b")
        #expect(ended.queue.take() == ([97], .whenSent))

        var dropped: HTTPStream? = HTTPStream()
        let queue = dropped?.queue
        dropped?.send("a")
        dropped = nil
        #expect(queue.map { $0.take() == ([97], .whenSent) } == true)
    }

    @Test("tells its owner once that the client is gone, also when that was before")
    func onEnd() {
        let stream = HTTPStream()
        let heard = Probe<String>()
        stream.onEnd { heard.record("during") }
        stream.queue.isOver()
        stream.queue.isOver()
        stream.onEnd { heard.record("after") }
        #expect(heard.recorded == ["during", "after"])
    }
}
