import HostSystem
import Posix
import TestSupport
import Testing

@Suite("The remote shell without a terminal", .ownThread)
struct RemoteShellTests {
    private func remote(_ node: TestNode, _ script: String, settings: [String: String] = [:]) throws -> SubprocessResult
    {
        try runProgram(
            BuiltProducts.program("nodeshell"),
            environment: node.environment.merging(settings) { $1 },
            input: .bytes([UInt8](script.utf8))
        )
    }

    @Test("evaluates its input line by line, without a prompt")
    func script() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let result = try remote(node, "echo one\n\n  echo two  \nvoid\nprint")
        #expect(result.status == .exited(0))
        #expect(result.outputText == "\"one\"\n\"two\"\nto the output\ndone\n")
        #expect(result.errorText == "to the error output\n")
    }

    @Test("stops at the first line that fails, with its status")
    func failure() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let result = try remote(node, "echo one\nexit 5\necho two\n")
        #expect(result.status == .exited(5))
        #expect(result.outputText == "\"one\"\n")
    }

    @Test("says that the node is down")
    func down() throws {
        let node = try TestNode()
        let result = try remote(node, "echo one\n")
        #expect(result.status == .exited(69))
        #expect(result.errorText == "error: node fake is down; 'start' or 'daemon' starts it\n")
    }

    @Test("gives a node up that does not answer within --timeout")
    func hung() throws {
        let node = try TestNode("mute")
        try node.nodectl("daemon")
        let path = try node.directory.write("--timeout 0.2\n", to: "remote.vm.args")
        let result = try remote(node, "echo one\n", settings: ["RELEASE_REMOTE_VM_ARGS": path])
        #expect(result.status == .exited(124))
    }

    @Test("does not say that all is well when what it shows cannot be written", arguments: ["echo one", "print"])
    func fullOutput(line: String) throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let result = try runProgram(
            "/bin/sh",
            ["-c", "exec \"$0\" >/dev/full", BuiltProducts.program("nodeshell")],
            environment: node.environment,
            input: .bytes([UInt8](line.utf8))
        )
        #expect(result.status == .exited(70))
        #expect(result.errorText.hasSuffix("error: write: No space left on device\n"))
    }

    @Test("ends at the quit key, without a crash report")
    func quit() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let pipe = try Pipe()
        defer { pipe.writeEnd.close() }
        let variables = Environment.snapshot().merging(node.environment) { $1 }
        let output = try FileDescriptor.open(node.directory.path("output"), .write, options: [.create, .append])
        var command = Posix.Subprocess(
            try BuiltProducts.program("nodeshell"),
            environment: variables.merging(["SWIFT_BACKTRACE": "enable=yes,interactive=no"]) { $1 }
        )
        command.descriptors = [0: pipe.readEnd, 1: output, 2: output]
        let shell = try command.start()
        pipe.readEnd.close()
        output.close()
        try pipe.writeEnd.write("echo one\n")
        try node.wait(in: "") { node.output == "\"one\"\n" }
        let process = try ProcessDescriptor(shell)
        defer { process.close() }
        try process.send(.quit)
        if try !process.waitForEnd(until: .after(seconds: 60)) { try process.send(.kill) }
        #expect(try Children.wait(for: shell) == .signaled(.quit))
        #expect(node.output == "\"one\"\n")
    }

    @Test("takes its flags from remote.vm.args")
    func flags() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let path = try node.directory.write("# nothing\n--timeout 0.2\n", to: "remote.vm.args")
        let result = try remote(node, "forever\n", settings: ["RELEASE_REMOTE_VM_ARGS": path])
        #expect(result.status == .exited(124))
        #expect(result.errorText == "error: no result within 0.2 s\n")
    }
}

@Suite("The remote shell on a terminal", .ownThread)
struct RemoteShellTerminalTests {
    /// What a terminal shows on which `lines` are typed.
    private func session(_ lines: String...) throws -> (text: String, status: SubprocessStatus) {
        let node = try TestNode()
        try node.nodectl("daemon")
        let shell = try BuiltProducts.program("nodeshell")
        let result = try runProgram(
            "/usr/bin/script",
            ["--quiet", "--return", "--command", "'\(shell)'", "/dev/null"],
            environment: node.environment,
            input: .bytes([UInt8](lines.map { $0 + "\n" }.joined().utf8))
        )
        return (result.outputText.replacing("\r\n", with: "\n"), result.status)
    }

    // What is typed is echoed when the system likes: only lines are looked for, and not what stands between them.

    @Test("says how to leave it and how to learn more")
    func welcome() throws {
        let session = try session(":quit")
        let welcome = "Connected to node fake. Ctrl-C ends an evaluation, Ctrl-D leaves the shell, :help says more.\n"
        #expect(session.text.contains(welcome))
        #expect(session.status == .exited(0), "\(session.text)")
    }

    @Test("explains itself when asked, without counting that as a line")
    func help() throws {
        let session = try session(":help", "echo one", ":q")
        #expect(session.text.contains("A name alone lists what is exported under it:\n"))
        #expect(session.text.contains("Ctrl-D or :quit leaves the shell, and the node goes on.\n"))
        #expect(session.text.contains("\"one\"\n"))
        #expect(session.text.contains("fake(2)> ") && !session.text.contains("fake(3)> "), "\(session.text)")
        #expect(session.status == .exited(0))
    }

    @Test("goes on after an error, and says how it is left to who tries a word for that", arguments: ["quit", "help"])
    func words(word: String) throws {
        let session = try session(word, "fail here", "echo one", ":quit")
        let note = "note: ':quit' leaves the shell, ':help' says what works in it\n"
        #expect(session.text.ranges(of: note).count == 1, "\(session.text)")
        #expect(session.text.ranges(of: "error: ").count == 2, "\(session.text)")
        #expect(session.text.contains("\"one\"\n"), "\(session.text)")
        #expect(session.status == .exited(0))
    }
}
