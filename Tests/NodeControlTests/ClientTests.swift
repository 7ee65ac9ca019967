import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("A command about a node", .ownThread)
struct ClientTests {
    static let commands: [[String]] = [["pid"], ["ping"], ["rpc", "void"], ["restart"]]

    @Test("that is down says so, with one exit code", arguments: commands + [["stop"]])
    func down(command: [String]) throws {
        let result = try TestNode().run(command)
        #expect(result.status == .exited(69))
        #expect(result.errorText == "error: node fake is down; 'start' or 'daemon' starts it\n")
        #expect(result.output.isEmpty)
    }

    @Test("that is booting says so, with its pid", arguments: commands)
    func booting(command: [String]) throws {
        let node = try TestNode("booting")
        _ = try node.begin("daemon")
        try node.waitUntilListening()
        let result = try node.run(command)
        #expect(result.status == .exited(75))
        #expect(result.errorText.contains("node fake is booting (pid \(node.record?.program ?? 0))"))
    }

    @Test("that is stopping says so, with its pid", arguments: commands)
    func stopping(command: [String]) throws {
        let node = try TestNode("stopping")
        try node.nodectl("daemon")
        let result = try node.run(command)
        #expect(result.status == .exited(75))
        #expect(result.errorText == "error: node fake is stopping (pid \(node.record?.program ?? 0))\n")
    }

    @Test("that does not answer says so after the deadline", arguments: commands)
    func hung(command: [String]) throws {
        let node = try TestNode("mute", settings: ["RELEASE_CALL_TIMEOUT": "0.2"])
        try node.nodectl("daemon")
        let result = try node.run(command)
        #expect(result.status == .exited(124))
        #expect(result.errorText.contains("does not answer (pid \(node.record?.program ?? 0))"))
    }

    @Test(
        "that does not answer says so with --timeout too",
        arguments: [["restart"], ["ping"], ["pid"], ["rpc"], ["status"]]
    )
    func hungForShort(command: [String]) throws {
        let node = try TestNode("mute")
        try node.nodectl("daemon")
        let result = try node.run(command + ["--timeout", "0.2"] + (command == ["rpc"] ? ["void"] : []))
        #expect(result.status == .exited(124))
        #expect((result.outputText + result.errorText).contains("does not answer (pid \(node.record?.program ?? 0))"))
    }

    @Test(
        "of another user says whose it is",
        arguments: commands + [["stop"], ["status"], ["daemon"], ["start"], ["logs"]]
    )
    func foreign(command: [String]) throws {
        // Only root can have files of somebody else, and can then become a third.
        guard CurrentProcess.effectiveUser == 0 else { return }
        let node = try TestNode()
        try node.nodectl("daemon")
        try Files.setOwner(12_345, group: 12_345, of: node.directory.path("tmp"))
        try Files.setPermissions(0o755, of: node.directory.path)
        defer { _ = try? Files.setOwner(0, group: 0, of: node.directory.path("tmp")) }
        let nodectl = try node.directory.copyProgram("nodectl")
        let words = command.map { "'\($0)'" }.joined(separator: " ")
        let result = try runProgram(
            "/bin/sh",
            ["-c", "exec setpriv --reuid 23456 --regid 23456 --clear-groups '\(nodectl)' \(words)"],
            environment: node.environment.merging(["RELEASE_PROGRAM": "/bin/true"]) { $1 }
        )
        #expect(result.status == .exited(77), "\(result.errorText)")
        #expect(result.errorText.contains("belongs to another user (uid 12345)"))
    }

    @Test(
        "whose directory is another user's is not started by root either, who is told so",
        .enabled(if: CurrentProcess.effectiveUser == 0),
        arguments: ["daemon", "start"]
    )
    func foreignDirectory(command: String) throws {
        let node = try TestNode()
        try node.directory.makeDirectory("tmp", mode: 0o700)
        let path = node.directory.path("tmp")
        try Files.setOwner(12_345, group: 12_345, of: path)
        let result = try node.nodectl(command)
        #expect(result.status == .exited(77))
        let reason = "node fake belongs to another user (uid 12345), whose directory \(path) is; start it as that user"
        #expect(result.errorText == "error: \(reason)\n")
    }

    @Test("prints the pid of a node that is ready, and nothing else")
    func pid() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let result = try node.nodectl("pid")
        #expect(result.outputText == "\(node.record?.program ?? 0)\n")
        #expect(result.errorOutput.isEmpty)
    }

    @Test("prints what the node is doing, also as JSON")
    func status() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let pid = try #require(node.record?.program)
        let text = try node.nodectl("status")
        #expect(text.status == .exited(0))
        #expect(text.outputText.hasPrefix("node fake is running (pid \(pid))\nlauncher: pid "))
        #expect(text.outputText.contains("version: fake 1.0.0\nup: 1 min 1 s\napplication: fake 1.0.0 running\n"))
        #expect(try node.nodectl("status", "--json").outputText.contains("\"uptime_ms\":61000"))
        try node.nodectl("stop")
        let down = try node.nodectl("status", "--json")
        #expect(down.status == .exited(69))
        #expect(down.outputText == "{\"node\":\"fake\",\"state\":\"down\"}\n")
    }

    static let wrongUsage: [([String], String)] = [
        (["rpc"], "missing expected argument '<expression>'; see 'help rpc'"),
        (["rpc", "--call", "--swift", "x"], "'--call' and '--swift' exclude each other; see 'help rpc'"),
        (["pid", "x"], "unexpected argument 'x'; see 'help pid'"),
        (["what"], "unknown command 'what'; see 'help'"),
        (["rpc", "--file", "/does/not/exist"], "/does/not/exist: No such file or directory (open)"),
    ]

    @Test("REL-R4 with wrong arguments says what is wrong with them", arguments: wrongUsage)
    func usage(arguments: [String], message: String) throws {
        let result = try TestNode().run(arguments)
        #expect(result.status == .exited(64))
        #expect(result.errorText == "error: \(message)\n")
    }
}

extension TestNode {
    /// Runs a command given as a whole.
    func run(_ command: [String], input: HostSystem.Subprocess.Input = .nothing) throws -> SubprocessResult {
        var environment = environment
        environment["RELEASE_COMMAND"] = command.first
        return try runProgram(
            BuiltProducts.program("nodectl"),
            command,
            environment: environment,
            input: input
        )
    }
}

extension TemporaryDirectory {
    /// Copies a built program to where every user can execute it.
    func copyProgram(_ name: String) throws -> String {
        let copy = path(name)
        try Files.write(try Files.read(BuiltProducts.program(name)), to: copy, mode: 0o755)
        return copy
    }
}
