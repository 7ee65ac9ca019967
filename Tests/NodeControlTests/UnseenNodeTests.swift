import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite(
    "A node in a pid namespace that cannot be seen",
    .ownThread,
    .enabled("the system allows no pid namespaces here") { PidNamespace.isAllowed }
)
struct UnseenNodeTests {
    static let words = "in a process that cannot be seen from here"

    @Test("answers through its socket", arguments: [["ping"], ["rpc", "echo \"pong\""]])
    func conversation(command: [String]) throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let result = try PidNamespace.run(node, command)
        #expect(result.status == .exited(0), "\(result.errorText)")
        #expect(result.outputText.contains("pong"))
    }

    @Test("is running, and has no pid where its number means another process")
    func status() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let status = try PidNamespace.run(node, ["status"])
        #expect(status.status == .exited(0), "\(status.errorText)")
        #expect(status.outputText.hasPrefix("node fake is running (\(Self.words))\n"))
        let pid = try PidNamespace.run(node, ["pid"])
        #expect(pid.status == .exited(75))
        #expect(pid.errorText == "error: node fake runs \(Self.words); this works only where it runs\n")
        let daemon = try PidNamespace.run(node, ["daemon"])
        #expect(daemon.status == .exited(75))
        #expect(daemon.errorText == "error: node fake is already running, \(Self.words)\n")
    }

    @Test("evaluates what a remote shell reads")
    func remote() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let result = try PidNamespace.run(node, [], program: "nodeshell", input: "echo one\necho two\n")
        #expect(result.status == .exited(0), "\(result.errorText)")
        #expect(result.outputText == "\"one\"\n\"two\"\n")
    }

    @Test("stops when it is asked to, and is gone by then", arguments: [["stop"], ["stop", "--force"]])
    func stop(command: [String]) throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let result = try PidNamespace.run(node, command)
        #expect(result.status == .exited(0), "\(result.errorText)")
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("that does not end in time is not said to have ended")
    func stubborn() throws {
        let node = try TestNode("stubborn")
        try node.nodectl("daemon")
        let result = try PidNamespace.run(node, ["stop", "--timeout", "0.2"])
        #expect(result.status == .exited(124))
        #expect(result.errorText.hasSuffix("has not ended within 0.2 s; 'stop --force' where it runs ends it\n"))
    }

    @Test("restarts under its launcher, and is ready by then")
    func restart() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let former = try #require(node.record)
        let result = try PidNamespace.run(node, ["restart"])
        #expect(result.status == .exited(0), "\(result.errorText)")
        let record = try #require(node.record)
        #expect(record.launcher == former.launcher && record.program != former.program)
        #expect(try node.nodectl("ping").status == .exited(0))
    }

    @Test("whose restart fails is an error")
    func failingRestart() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        try node.directory.write("#!/bin/sh\nexit 78\n", to: "bin/fake", mode: 0o755)
        let result = try PidNamespace.run(node, ["restart"])
        #expect(result.status == .exited(1))
        #expect(result.errorText == "error: node fake did not start: it ended during the restart\n")
    }

    @Test("without a socket is running, and cannot be reached")
    func plain() throws {
        let node = try TestNode(script: "exec sleep 60")
        try node.nodectl("daemon")
        #expect(try PidNamespace.run(node, ["ping"]).outputText == "pong\n")
        for command in ["stop", "restart"] {
            let result = try PidNamespace.run(node, [command])
            #expect(result.status == .exited(75))
            #expect(result.errorText == "error: node fake runs \(Self.words); this works only where it runs\n")
        }
    }
}

@Suite(
    "A node in a pid namespace below",
    .ownThread,
    .enabled("the system allows no pid namespaces here") { PidNamespace.isAllowed }
)
struct NodeBelowTests {
    @Test("has the pid that it has here, not the one it has there, and can be asked, restarted and stopped")
    func commands() throws {
        let node = try TestNode()
        let namespace = try PidNamespace.begin(node, "start")
        try node.waitUntilListening()
        #expect(try node.nodectl("ping").outputText == "pong\n")
        let pid = try #require(Int32(node.nodectl("pid").outputText.dropLast()))
        let there = try #require(node.record?.program)
        #expect(ProcessNumbers.of(pid) == [pid, there])
        #expect(try node.nodectl("status").outputText.hasPrefix("node fake is running (pid \(pid))\n"))
        #expect(try node.nodectl("restart").status == .exited(0))
        #expect(try node.nodectl("ping").status == .exited(0))
        #expect(try node.nodectl("stop").status == .exited(0))
        #expect(try Children.wait(for: namespace) == .exited(0))
    }

    @Test("that does not answer is stopped by a signal")
    func hung() throws {
        let node = try TestNode("mute", settings: ["RELEASE_CALL_TIMEOUT": "0.2"])
        let namespace = try PidNamespace.begin(node, "start")
        try node.wait { $0.phase == .running }
        #expect(try node.nodectl("stop").status == .exited(0))
        #expect(try Children.wait(for: namespace) == .exited(0))
    }
}

/// Runs commands where no process outside can be seen.
private enum PidNamespace {
    static let unshare = ["--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc"]

    static var isAllowed: Bool {
        (try? runProgram("/usr/bin/unshare", unshare + ["true"]).status) == .exited(0)
    }

    /// Starts a node as the first process of a namespace, and leaves it running.
    static func begin(_ node: TestNode, _ command: String) throws -> Int32 {
        let variables = Environment.snapshot().merging(node.environment) { $1 }
        let words = try unshare + [BuiltProducts.program("nodectl"), command]
        return try Posix.Subprocess(
            "/usr/bin/unshare",
            words,
            environment: variables.merging(["RELEASE_COMMAND": command]) { $1 }
        ).start()
    }

    static func run(
        _ node: TestNode,
        _ command: [String],
        program: String = "nodectl",
        input: String = ""
    ) throws -> SubprocessResult {
        try runProgram(
            "/usr/bin/unshare",
            unshare + [BuiltProducts.program(program)] + command,
            environment: node.environment.merging(["RELEASE_COMMAND": command.first ?? "remote"]) { $1 },
            input: .bytes([UInt8](input.utf8))
        )
    }
}
