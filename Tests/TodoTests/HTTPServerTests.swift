import Glibc
import HostSystem
import TestSupport
import Testing

@testable import Todo

@Suite("The HTTP server", .ownThread)
struct HTTPServerTests {
    private func serve(
        at address: String = "127.0.0.1",
        _ handler: @escaping EventLoop.Handler
    ) throws -> HTTPServer {
        try HTTPServer(address: address, port: 0, handler: handler)
    }

    /// What curl prints, which is the body and then the status.
    private func curl(_ server: HTTPServer, _ path: String, _ options: [String] = []) throws -> String {
        let arguments = ["-s", "-w", "%{http_code}"] + options + ["http://127.0.0.1:\(server.port)\(path)"]
        return try runProgram("curl", arguments).outputText
    }

    @Test("hands requests to its handler and the answer back")
    func roundTrip() async throws {
        let server = try serve { request in
            HTTPResponse(status: 201, body: "\(request.method) \(request.path) \(request.fields ?? [:])\n")
        }
        #expect(
            try curl(server, "/some%20where?a=b%20c", ["-X", "POST"])
                == "post /some%20where [\"a\": \"b c\"]\n201"
        )
        #expect(try curl(server, "/", ["-X", "PATCH"]).hasPrefix("other"))
        server.stop()
        await server.waitUntilStopped()
    }

    @Test("hands bodies to its handler, whatever bytes they have")
    func body() async throws {
        let server = try serve { request in
            HTTPResponse(status: 200, body: "\(request.body.count) \(request.body[0])\n")
        }
        let directory = try TemporaryDirectory()
        try directory.write(bytes: [0, 255, 0, 10] + [UInt8](repeating: 7, count: 100_000), to: "body")
        let answer = try curl(server, "/", ["--data-binary", "@\(directory.path("body"))"])
        #expect(answer == "100004 0\n200")
        server.stop()
        await server.waitUntilStopped()
    }

    /// Connects and sends a request.
    private static func ask(_ client: Int32, _ port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafeBytes(of: &address) { bytes in
            connect(client, bytes.bindMemory(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        let request = "GET / HTTP/1.0\r\n\r\n"
        return isConnected == 0 && send(client, request, request.utf8.count, 0) > 0
    }

    @Test("lets clients wait while there are no descriptors, quietly, and serves them when there are some")
    func noDescriptors() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            let server = try HTTPServer(address: "127.0.0.1", port: 0) { _ in HTTPResponse(status: 200, body: "x") }
            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            for _ in 0..<20 {
                let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                var fillers: [Int32] = []
                while true {
                    let filler = open("/dev/null", O_RDONLY)
                    if filler < 0 { break }
                    fillers.append(filler)
                }
                var byte: UInt8 = 0
                guard Self.ask(client, server.port) else { exit(2) }
                var time = timeval(tv_sec: 0, tv_usec: 200_000)
                setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
                // Nothing comes, while the server has looked many times if it does not rest.
                let isWaiting = recv(client, &byte, 1, 0) == -1
                for filler in fillers { close(filler) }
                time = timeval(tv_sec: 20, tv_usec: 0)
                setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
                if isWaiting { exit(recv(client, &byte, 1, 0) == 1 && byte == UInt8(ascii: "H") ? 0 : 3) }
                // Somebody gave a descriptor back when all were taken, as the start of a thread does.
                close(client)
            }
            exit(4)
        }
        #expect(String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains("accept") == false)
    }

    @Test("answers many requests at once")
    func manyAtOnce() async throws {
        let gate = Gate(count: 20)
        let server = try serve { _ in
            await gate.pass()
            return HTTPResponse(status: 200, body: "x")
        }
        let output = try curl(server, "/[1-20]", ["--parallel", "--parallel-immediate", "--parallel-max", "20"])
        #expect(output.count { $0 == "x" } == 20)
        server.stop()
        await server.waitUntilStopped()
    }

    @Test("refuses what is too large")
    func limits() async throws {
        let server = try serve { _ in HTTPResponse(status: 200, body: "") }
        let directory = try TemporaryDirectory()
        let body = try directory.write(String(repeating: "x", count: EventLoop.bodyLimit + 1), to: "body")
        #expect(try curl(server, "/", ["--data-binary", "@\(body)"]).hasSuffix("413"))
        let large = String(repeating: "x", count: 100_000)
        #expect(try curl(server, "/?title=\(large)").hasSuffix("200") == false)
        #expect(try curl(server, "/") == "200")
        server.stop()
        await server.waitUntilStopped()
    }

    @Test("survives a client that hangs up before its answer")
    func vanishingClient() async throws {
        let started = AsyncStream.makeStream(of: Void.self)
        let gate = Gate(count: 2)
        let server = try serve { request in
            if request.path == "/slow" {
                started.continuation.yield()
                await gate.pass()
            }
            return HTTPResponse(status: 200, body: "alive")
        }
        let client = try TCPClient(port: server.port)
        try client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = await started.stream.first { true }
        client.close()
        await gate.pass()
        #expect(try curl(server, "/") == "alive200")
        server.stop()
        await server.waitUntilStopped()
    }

    @Test("answers what it has accepted before it stops, and accepts no more")
    func gracefulStop() async throws {
        let started = AsyncStream.makeStream(of: Void.self)
        let gate = Gate(count: 2)
        // An address of its own: the port could be another test's as soon as this server has given it up.
        let address = "127.0.0.2"
        let server = try serve(at: address) { _ in
            started.continuation.yield()
            await gate.pass()
            return HTTPResponse(status: 200, body: "done")
        }
        let client = try TCPClient(address: address, port: server.port)
        try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = await started.stream.first { true }
        server.stop()
        await gate.pass()
        await server.waitUntilStopped()
        #expect(try client.receiveAll().hasSuffix("done"))
        #expect(throws: (any Error).self) { try TCPClient(address: address, port: server.port) }
        client.close()
    }

    @Test("stops at once when its task is cancelled, with requests unanswered")
    func cancellation() async throws {
        let started = AsyncStream.makeStream(of: Void.self)
        let gate = Gate(count: 2)
        let server = try serve { _ in
            started.continuation.yield()
            await gate.pass()
            return HTTPResponse(status: 200, body: "")
        }
        let client = try TCPClient(port: server.port)
        try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = await started.stream.first { true }
        let running = Task { await server.waitUntilStopped() }
        running.cancel()
        await running.value
        await gate.pass()
        client.close()
    }

    @Test("says what it cannot listen on")
    func portInUse() async throws {
        let server = try serve { _ in HTTPResponse(status: 200, body: "") }
        let error = #expect(throws: TodoError.self) {
            try HTTPServer(address: "127.0.0.1", port: server.port) { _ in HTTPResponse(status: 200, body: "") }
        }
        #expect(
            error
                == .cannotListen(address: "127.0.0.1", port: server.port, reason: "Address already in use")
        )
        server.stop()
        await server.waitUntilStopped()
    }

    @Test(
        "refuses settings that are no address and no port",
        arguments: [("example.org", 0), ("", 0), ("127.0.0.1", 65536)]
    )
    func badSettings(address: String, port: Int) {
        let error = #expect(throws: TodoError.self) {
            try HTTPServer(address: address, port: port) { _ in HTTPResponse(status: 200, body: "") }
        }
        guard case .badSetting = error else {
            Issue.record("a bad setting is not called one: \(String(describing: error))")
            return
        }
    }
}

/// Lets all through once as many have come.
private actor Gate {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) {
        missing = count
    }

    func pass() async {
        missing -= 1
        guard missing > 0 else {
            for continuation in waiting { continuation.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
