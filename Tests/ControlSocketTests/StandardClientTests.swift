import ControlSocket
import HostSystem
import Posix
import TestSupport
import Testing

@Suite("Programs that know nothing of us", .ownThread)
struct StandardClientTests {

    private func curl(_ server: EchoServer, _ arguments: [String]) throws -> String {
        let result = try runProgram(
            curlPath,
            ["--silent", "--show-error", "--max-time", "20", "--unix-socket", server.path] + arguments
        )
        return result.outputText + result.errorText
    }

    @Test("get health and information by curl", .enabled(if: Files.isExecutable(curlPath)))
    func get() throws {
        let server = try EchoServer()
        #expect(try curl(server, ["http://node/healthz"]) == "ok\n")
        #expect(try curl(server, ["http://node/info?pretty=1"]).contains(#""name":"echo""#))
        #expect(try curl(server, ["-o", "/dev/null", "-w", "%{http_code}", "http://node/nothing"]) == "404")
        #expect(try curl(server, ["-o", "/dev/null", "-w", "%{http_code}", "-d", "x", "http://node/"]) == "405")
        let head = try curl(
            server,
            ["-I", "-H", "X-Odd: \(String(repeating: "y", count: 1000))", "http://node/healthz"]
        )
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(head.contains("Content-Length: 3\r\n"))
        #expect(try server.isAlive())
    }

    @Test("are refused a request head without end")
    func longHead() throws {
        let server = try EchoServer()
        let client = try server.rawClient()
        try client.send("GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 5000))
        #expect(String(decoding: try client.rest(), as: UTF8.self).hasPrefix("HTTP/1.1 431 "))
        let odd = try server.rawClient()
        try odd.send("GET\u{20}\r\n\r\n")
        #expect(String(decoding: try odd.rest(), as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
    }

    @Test("send a head byte by byte")
    func slowHead() throws {
        let server = try EchoServer { $0.greetingDelaySeconds = 20 }
        let client = try server.rawClient()
        for byte in "GET /healthz HTTP/1.0\r\n\r\n".utf8 { try client.send([byte]) }
        #expect(String(decoding: try client.rest(), as: UTF8.self).hasSuffix("\r\n\r\nok\n"))
    }

    @Test("call methods by JSON-RPC from Python", .enabled(if: Files.isExecutable(pythonPath)))
    func jsonRPC() throws {
        let server = try EchoServer()
        let script = """
            import json, socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            f = s.makefile("rw")
            def call(id, method, params):
                f.write(json.dumps({"jsonrpc": "2.0", "id": id, "method": method, "params": params}) + "\\n")
                f.flush()
                while True:
                    answer = json.loads(f.readline())
                    if answer.get("id") == id: return answer
            hello = json.loads(f.readline())
            assert hello["method"] == "hello", hello
            assert call(1, "ping", [])["result"] == "pong"
            assert call("two", "echo", {"ä": "\\ud83d\\ude00"})["result"] == {"ä": "\\U0001f600"}
            assert call(3, "nothing", [])["error"]["code"] == -32601
            print("done")
            """
        let result = try runProgram(pythonPath, ["-c", script, server.path])
        #expect(result.outputText == "done\n", "\(result.errorText)")
    }
}

private let curlPath = "/usr/bin/curl"
private let pythonPath = "/usr/bin/python3"
