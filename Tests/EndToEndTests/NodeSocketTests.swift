import Foundation
import Posix
import Testing

@Suite("The control socket of a running node", .serialized)
struct NodeSocketTests {
    @Test("answers curl and a client built on a JSON-RPC library")
    func ordinaryClients() async throws {
        try await withRunningTodo { node, socket in
            for (path, status) in [("/healthz", "200"), ("/readyz", "200"), ("/info", "200"), ("/nothing", "404")] {
                let reply = try await Command(
                    "curl",
                    "-sS",
                    "--max-time",
                    "10",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}",
                    "--unix-socket",
                    socket,
                    "http://localhost\(path)"
                ).run()
                #expect(reply.text == status, "\(path): \(reply)")
            }
            let client = """
                import json, socket, sys
                from jsonrpc.jsonrpc2 import JSONRPC20Request, JSONRPC20Response
                s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); lines = s.makefile("r")
                JSONRPC20Request.from_json(lines.readline())
                request = JSONRPC20Request("eval", {"expression": "Todo.lists()"}, 7)
                s.sendall((request.json + "\\n").encode())
                answer = json.loads(lines.readline())
                response = JSONRPC20Response(result=answer["result"], _id=answer["id"])
                print(response._id, response.result["text"])
                """
            let reply = try await Command("/usr/bin/python3", "-c", client, socket).run()
            #expect(reply.text == "7 []", "\(reply)")
        }
    }

    @Test("serves 1,000 connections at once")
    func manyConnections() async throws {
        try await withRunningTodo { node, socket in
            let limit = try ResourceLimit.openFiles()
            try ResourceLimit.setOpenFiles(ResourceLimit(soft: limit.hard, hard: limit.hard))
            let ping = Array(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#.utf8) + [10]
            let connections = try (0..<1000).map { _ in try UnixSocket.connect(to: socket) }
            defer { connections.forEach { $0.close() } }
            for connection in connections { try connection.write(ping) }
            for connection in connections {
                var answer = ""
                while answer.split(separator: "\n").count < 2 {
                    let bytes = try connection.read(upTo: 4096)
                    try #require(!bytes.isEmpty, "closed after: \(answer)")
                    answer += String(decoding: bytes, as: UTF8.self)
                }
                #expect(answer.contains("pong"), "\(answer)")
            }
        }
    }

    /// Input that no client should send, by name.
    static let abuses: [(String, @Sendable (FileDescriptor) throws -> Void)] = [
        (
            "a line of 100 MB",
            { connection in
                let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
                for _ in 0..<100 { try connection.write(block) }
            }
        ),
        ("half a line", { try $0.write(#"{"jsonrpc":"2.0","id":1,"#) }),
        ("invalid UTF-8", { try $0.write([0x22, 0xFF, 0xFE, 0x22, 10]) }),
        ("100,000 opening brackets", { try $0.write([UInt8](repeating: UInt8(ascii: "["), count: 100_000) + [10]) }),
        ("an unknown method", { try $0.write(#"{"jsonrpc":"2.0","id":1,"method":"explode"}"# + "\n") }),
        (
            "wrong types",
            { try $0.write(#"{"jsonrpc":"2.0","id":1,"method":"eval","params":{"expression":[1]}}"# + "\n") }
        ),
        ("a request that nobody waits for", { try $0.write(#"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\n") }),
    ]

    @Test("survives what no client should send, within bounded memory", arguments: abuses.indices)
    func abuse(index: Int) async throws {
        try await withRunningTodo { node, socket in
            let pid = try await node.run("pid").text
            let before = try residentKilobytes(pid)
            for _ in 0..<3 {
                let connection = try UnixSocket.connect(to: socket)
                // The node may close in the middle of what we send; that is its right.
                try? Self.abuses[index].1(connection)
                connection.close()
            }
            try expectSuccess(try await node.run("ping"))
            #expect(try await node.run("rpc", "Todo.lists()").text == "[]")
            #expect(try await node.run("pid").text == pid)
            let growth = try residentKilobytes(pid) - before
            #expect(growth < 32 * 1024, "\(Self.abuses[index].0): \(growth) KB more")
        }
    }

    @Test("refuses another user even when the socket file lets him in")
    func anotherUser() async throws {
        let scratch = try Scratch("foreign")
        try await expectSuccess(Command("chmod", "755", scratch.path).run())
        try await withRunningTodo { node, socket in
            try await expectSuccess(Command("chmod", "777", socket, node.temporary).run())
            for folder in [node.root, URL(fileURLWithPath: node.root).deletingLastPathComponent().path] {
                try await expectSuccess(Command("chmod", "755", folder).run())
            }
            let reply = try await Command(
                "curl",
                "-sS",
                "--max-time",
                "10",
                "--unix-socket",
                socket,
                "http://localhost/healthz"
            ).asNobody.run()
            #expect(reply.status != 0 && reply.output.isEmpty, "\(reply)")
            try expectSuccess(try await node.run("ping"))
        }
    }

    @Test("is missed by all commands when it was removed, until a restart makes it anew")
    func removedSocket() async throws {
        try await withRunningTodo { node, socket in
            try FileManager.default.removeItem(atPath: socket)
            let status = try await node.run("status")
            #expect(
                status.status == 75 && status.output.contains("its control socket \(socket) is not there"),
                "\(status)"
            )
            try await expectSuccess(node.run("restart"))
            try await expectSuccess(node.run("ping"))
        }
    }

    @Test("shows a node whose pid file was removed, which says how to end it")
    func removedPidFile() async throws {
        try await withRunningTodo { node, _ in
            let pid = try #require(Int32(try await node.run("pid").text))
            let launcher = try await Command("ps", "-o", "ppid=", "-p", "\(pid)").run().text
            try FileManager.default.removeItem(atPath: node.temporary + "/todo.pid")
            for (command, code) in [("stop", Int32(69)), ("daemon", 75)] {
                let result = try await node.run(command)
                #expect(result.status == code && result.errors.contains("'kill \(pid)' stops it"), "\(result)")
            }
            kill(pid, SIGTERM)
            try await expectSuccess(Command("tail", "--pid=\(launcher)", "-f", "/dev/null").run())
            try await expectSuccess(node.run("daemon"))
        }
    }

    private func withRunningTodo(_ body: (Node, String) async throws -> Void) async throws {
        // The node may close while a test still writes; that is an error to the test, not its end.
        try Signals.ignore(.pipe)
        try await withTodo { node in
            try expectSuccess(try await node.run("daemon"))
            let pidFile = try String(contentsOfFile: node.temporary + "/todo.pid", encoding: .utf8)
            let line = try #require(pidFile.split(separator: "\n").first { $0.hasPrefix("socket ") })
            try await body(node, String(line.dropFirst("socket ".count)))
        }
    }

    private func residentKilobytes(_ pid: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.split(whereSeparator: { !$0.isNumber }).joined()))
    }
}
