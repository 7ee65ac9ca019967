import Foundation
import Testing

@Suite("A release's system", .serialized)
struct LifecycleTests {
    @Test("REL-085 REL-R1 starts as a daemon, answers, and is gone when stop returns")
    func daemonToStop() async throws {
        try await withTodo { node in
            let daemon = try await node.run("daemon")
            #expect(daemon.status == 0, "\(daemon)")
            let pid = try await node.run("pid")
            #expect(pid.status == 0 && Int(pid.text) != nil, "\(pid)")
            let answer = try await node.run("rpc", "Todo.lists()")
            #expect(answer.status == 0 && answer.text == "[]", "\(answer)")
            let stop = try await node.run("stop")
            #expect(stop.status == 0 && stop.output.isEmpty, "\(stop)")
            #expect(!FileManager.default.fileExists(atPath: "/proc/\(pid.text)"))
        }
    }

    @Test("stores what rpc adds, shows it over HTTP, and still has it after a restart")
    func storesAcrossRestart() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            try await expectSuccess(node.run("rpc", #"Todo.add(list: "bob", date: "20170120", title: "Fundraiser")"#))
            let before = try await node.run("pid")
            try await expectSuccess(node.run("restart"))
            let after = try await node.run("pid")
            #expect(before.text != after.text)
            let url = try await node.url("/entries?list=bob&date=20170120")
            let reply = try await Command("curl", "-sS", "--max-time", "10", url).run()
            #expect(reply.output.contains("Fundraiser"), "\(reply)")
        }
    }

    @Test("REL-086 version prints name and version without starting anything")
    func version() async throws {
        try await withTodo { node in
            let version = try await node.run("version")
            #expect(version.status == 0)
            #expect(version.text.hasPrefix("todo "))
            #expect(!FileManager.default.fileExists(atPath: node.temporary + "/todo.sock"))
        }
    }

    @Test("REL-086 eval runs a one-off task with arguments and opens no socket")
    func eval() async throws {
        try await withTodo { node in
            let purge = try await node.run("eval", #"Todo.purge(before: "20200101")"#)
            #expect(purge.status == 0 && purge.text == "0", "\(purge)")
            #expect(!FileManager.default.fileExists(atPath: node.temporary + "/todo.sock"))
            let arguments = try await node.run("eval", "Node.arguments", "a", "b", "c")
            #expect(arguments.status == 0 && arguments.text == #"["a", "b", "c"]"#, "\(arguments)")
        }
    }

    @Test(
        "a foreground start keeps its process id, and ends with status 0 on TERM and on INT",
        arguments: [SIGTERM, SIGINT]
    )
    func foreground(signal: Int32) async throws {
        try await withTodo { node in
            let running = try node.command("start").start()
            try await running.waitForError("ready in")
            let pid = try await node.run("pid")
            #expect(pid.text == "\(running.pid)")
            running.signal(signal)
            let end = try await running.finished()
            #expect(end.status == 0, "\(end)")
        }
    }

    @Test("restart in the foreground keeps the process id and reads configuration afresh")
    func foregroundRestart() async throws {
        try await withTodo { node in
            let running = try node.command("start").start()
            try await running.waitForError("ready in")
            try await expectSuccess(node.run("restart"))
            #expect(try await node.run("pid").text == "\(running.pid)")
            try await expectSuccess(node.run("stop"))
            #expect(try await running.finished().status == 0)
        }
    }

    @Test(
        "every command says the same of a node that is down, and exits with 69",
        arguments: ["rpc", "stop", "pid", "status", "ping", "restart", "remote"]
    )
    func down(command: String) async throws {
        try await withTodo { node in
            let result = try await node.run(command, command == "rpc" ? "1" : "--timeout=5")
            #expect(result.status == 69, "\(result)")
            // What `status` tells is its result; for the others it is an error.
            let told = command == "status" ? result.output : result.errors
            #expect(told.contains("node todo is down"), "\(result)")
        }
    }

    @Test(
        "every command says that a stopped process is hung, and exits with 124",
        arguments: ["rpc", "pid", "ping", "status"]
    )
    func hung(command: String) async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let pid = try #require(Int32(try await node.run("pid").text))
            kill(pid, SIGSTOP)
            defer { kill(pid, SIGCONT) }
            let words = command == "rpc" ? ["rpc", "--timeout", "1", "Todo.lists()"] : [command, "--timeout", "1"]
            let result = try await Command([node.script] + words).with(node.environment).run()
            #expect(result.status == 124, "\(result)")
            #expect((result.errors + result.output).contains("\(pid)"), "\(result)")
        }
    }

    @Test("a node of another user is refused with 77", arguments: ["rpc", "pid", "stop", "status"])
    func foreign(command: String) async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let words = command == "rpc" ? ["rpc", "Todo.lists()"] : [command]
            let result = try await Command([node.script] + words).with(node.environment).asNobody.run()
            #expect(result.status == 77, "\(result)")
            try await expectSuccess(node.run("ping"))
        }
    }

    @Test("a second start is refused with 75 and names the process that runs", arguments: ["start", "daemon"])
    func secondStart(command: String) async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let pid = try await node.run("pid")
            let second = try await node.run(command)
            #expect(second.status == 75, "\(second)")
            #expect(second.errors.contains(pid.text), "\(second)")
            #expect(try await node.run("pid").text == pid.text)
        }
    }

    @Test("a stale pid file does not prevent a start")
    func stalePidFile() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let pid = try #require(Int32(try await node.run("pid").text))
            let launcher = try #require(Int32(try await Command("ps", "-o", "ppid=", "-p", "\(pid)").run().text))
            kill(launcher, SIGKILL)
            kill(pid, SIGKILL)
            try await expectSuccess(Command("tail", "--pid=\(pid)", "-f", "/dev/null").run())
            #expect(try await node.run("status").status == 69)
            try await expectSuccess(node.run("daemon"))
        }
    }

    @Test("a boot that fails makes daemon fail, with the last lines of the log")
    func failingBoot() async throws {
        try await withTodo(["TODO_PORT": "not-a-port"]) { node in
            let daemon = try await node.run("daemon")
            #expect(daemon.status == 78, "\(daemon)")
            #expect(daemon.errors.contains("port"), "\(daemon)")
            #expect(try await node.run("status").status == 69)
        }
    }

    @Test("REL-R3 REL-R4 REL-R5 rpc evaluates in order, and reports errors and statuses as they are")
    func rpcErrors() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let ordered = try await node.run(
                "rpc",
                #"Todo.add(list: "a", date: "20200101", title: "x"); Todo.entries(list: "a").count"#
            )
            #expect(ordered.text == "1", "\(ordered)")
            let wrong = try await node.run("rpc", #"Todo.entries(of: "a")"#)
            #expect(wrong.status == 1 && wrong.errors.contains("Todo.entries(list:"), "\(wrong)")
            let syntax = try await node.run("rpc", "Todo.entries(")
            #expect(syntax.status == 1 && !syntax.errors.isEmpty, "\(syntax)")
            let status = try await node.run("rpc", "Node.exit(3)")
            #expect(status.status == 3, "\(status)")
            try await expectSuccess(node.run("ping"))
        }
    }

    @Test("usage: help is on stdout with 0, nothing and unknown commands are wrong usage")
    func usage() async throws {
        try await withTodo { node in
            let help = try await node.run("help")
            #expect(help.status == 0 && help.output.contains("daemon") && help.errors.isEmpty, "\(help)")
            for words in [[], ["strat"]] {
                let wrong = try await Command([node.script] + words).run()
                #expect(wrong.status == 64 && wrong.output.isEmpty && wrong.errors.contains("daemon"), "\(wrong)")
            }
        }
    }

    @Test("the log has a stamp on every line and says what happened")
    func logs() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let logs = try await node.run("logs")
            #expect(logs.status == 0)
            let lines = logs.output.split(separator: "\n")
            #expect(!lines.isEmpty)
            for line in lines {
                #expect(line.prefixMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil, "\(line)")
            }
        }
    }

    @Test("QUIT writes a backtrace of all threads to the log, and the node goes on")
    func backtrace() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let pid = try #require(Int32(try await node.run("pid").text))
            let following = try node.command("logs", "-f").start()
            kill(pid, SIGQUIT)
            // The answer to a request made after the signal comes after the backtrace has been asked for; the log
            // is complete once the node has stopped.
            try await expectSuccess(node.run("ping"))
            try await expectSuccess(node.run("stop"))
            following.signal(SIGTERM)
            _ = try await following.finished()
            let logs = try await node.run("logs", "-n", "2000")
            #expect(logs.output.contains("hread") && logs.output.contains(" in "), "\(logs)")
        }
    }
}

extension Node {
    /// The address of the node's HTTP interface, from what it logged when it began to listen.
    func url(_ path: String) async throws -> String {
        let logs = try await run("logs", "-n", "1000")
        let matches = logs.output.matches(of: /listening on [^\n]*?:(\d+)/)
        let port = try #require(matches.last?.output.1, "\(logs)")
        return "http://127.0.0.1:\(port)\(path)"
    }
}

/// Fails with everything the command said unless it exited with 0.
@discardableResult
func expectSuccess(_ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation) throws -> CommandResult {
    try #require(result.status == 0, "\(result)", sourceLocation: sourceLocation)
    return result
}
