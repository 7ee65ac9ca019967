import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("A daemon", .ownThread)
struct DaemonTests {
    @Test("REL-087 is ready when the command returns, and writes its log with stamps")
    func ready() throws {
        let node = try TestNode()
        let result = try node.nodectl("daemon", "--", "a", "b c")
        #expect(result.status == .exited(0), "\(result.errorText)")
        #expect(result.outputText.isEmpty)
        #expect(node.record?.phase == .running)
        #expect(node.log.hasSuffix("Z fake node ready a b c\n"))
        #expect(try node.nodectl("ping").outputText == "pong\n")
    }

    @Test("is refused while the node runs, naming its pid")
    func second() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let pid = try #require(node.record?.program)
        for command in ["daemon", "start", "run"] {
            let result = try node.nodectl(command)
            #expect(result.status == .exited(75))
            #expect(result.errorText == "error: node fake is already running (pid \(pid))\n")
        }
    }

    @Test("starts beside a pid file and a socket that were left behind")
    func stale() throws {
        let node = try TestNode()
        try node.directory.makeDirectory("tmp", mode: 0o700)
        let socket = node.directory.path("tmp/fake.sock")
        try node.directory.write(PidRecord(program: 1, socket: socket).text, to: "tmp/fake.pid")
        try UnixSocket.listen(at: socket).close()
        #expect(try node.nodectl("daemon").status == .exited(0))
    }

    @Test("is refused when the pid file is gone, but the node is not")
    func removedPidFile() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let record = try #require(node.record)
        try Files.unlink(node.pidFile)
        let result = try node.nodectl("daemon")
        #expect(result.status == .exited(75))
        #expect(result.errorText.contains("runs (pid \(record.program ?? 0)), but nobody holds its pid file"))
        try Signal.terminate.send(to: try #require(record.launcher))
        try ProcessDescriptor(try #require(record.launcher)).waitToEnd()
    }

    static let failures: [(mode: String, code: Int32, message: String)] = [
        ("failing", 78, "node fake did not start: the port is missing; its log is"),
        ("crashing", 1, "node fake did not start: the program exited with status 3 before it was ready; its log is"),
    ]

    @Test("that cannot boot is an error with the last lines of its log", arguments: failures)
    func failure(mode: String, code: Int32, message: String) throws {
        let node = try TestNode(mode)
        let result = try node.nodectl("daemon")
        #expect(result.status == .exited(code))
        let lines = result.errorText.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasSuffix("Z fake node \(mode) ") == true)
        #expect(lines.last?.hasPrefix("error: \(message)") == true)
        #expect(lines.last?.hasSuffix("tmp/log/fake.log") == true)
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("that does not get ready in time is stopped, and an error")
    func bootDeadline() throws {
        let node = try TestNode("booting", settings: ["RELEASE_BOOT_TIMEOUT": "0.3"])
        let result = try node.nodectl("daemon")
        #expect(result.status == .exited(124))
        #expect(result.errorText.contains("it was not ready within 0.3 s"))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("of a program that is missing, or is none, is an error of its own")
    func missingProgram() throws {
        let node = try TestNode()
        let missing = try node.nodectl("daemon", settings: ["RELEASE_PROGRAM": "/does/not/exist"])
        #expect(missing.status == .exited(127))
        #expect(missing.errorText == "error: /does/not/exist: is missing: unpack the release again\n")
        let foreign = try node.directory.write("\u{7f}ELF", to: "foreign", mode: 0o755)
        let result = try node.nodectl("daemon", settings: ["RELEASE_PROGRAM": foreign])
        #expect(result.status == .exited(127))
        #expect(result.errorText.contains("is built for another kind of machine"))
    }

    @Test("whose program is missing at a restart ends, and the restart says why")
    func missingProgramAtRestart() throws {
        let directory = try TemporaryDirectory()
        let program = directory.path("program")
        try Files.symbolicLink(at: program, to: BuiltProducts.program("FakeNode"))
        let node = try TestNode(settings: ["RELEASE_PROGRAM": program])
        #expect(try node.nodectl("daemon").status == .exited(0))
        try Files.unlink(program)
        let result = try node.nodectl("restart", settings: ["RELEASE_PROGRAM": "/bin/true"])
        #expect(result.status == .exited(127))
        #expect(result.errorText.contains("Z [launcher] \(program): is missing: unpack the release again\n"))
        #expect(node.record == PidRecord(exitCode: 127))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("cannot start where it cannot write, and says what it needs to")
    func unwritable() throws {
        let node = try TestNode(settings: ["RELEASE_TMP": "/proc/nowhere"])
        let result = try node.nodectl("daemon")
        #expect(result.status == .exited(78))
        #expect(result.errorText.contains("set RELEASE_TMP to a directory of its user"))
    }

    @Test("keeps its files to itself, whatever the umask")
    func permissions() throws {
        let node = try TestNode()
        let nodectl = try BuiltProducts.program("nodectl")
        for mask in ["000", "777"] {
            let result = try runProgram(
                "/bin/sh",
                ["-c", "umask \(mask); exec '\(nodectl)' daemon"],
                environment: node.environment
            )
            #expect(result.status == .exited(0), "\(result.errorText)")
            for (name, mode) in [("", 0o700), ("/fake.pid", 0o600), ("/log", 0o750), ("/log/fake.log", 0o640)] {
                let permissions = try Files.status(of: node.directory.path("tmp\(name)")).permissions
                #expect(permissions & ~UInt32(mode) == 0, "\(name) with umask \(mask)")
            }
            try node.nodectl("stop")
        }
    }

    @Test("refuses a directory that others can write to")
    func sharedDirectory() throws {
        let node = try TestNode()
        try node.directory.makeDirectory("tmp", mode: 0o777)
        try Files.setPermissions(0o777, of: node.directory.path("tmp"))
        let result = try node.nodectl("daemon")
        #expect(result.status == .exited(78))
        #expect(result.errorText.contains("can be written to by others"))
    }

    @Test("listens under a short name where the path is too long for a socket")
    func longPath() throws {
        let directory = try TemporaryDirectory()
        let long = directory.path(String(repeating: "d", count: 120))
        let runtime = try directory.makeDirectory("run", mode: 0o700)
        let node = try TestNode(settings: ["RELEASE_TMP": long, "XDG_RUNTIME_DIR": runtime])
        #expect(try node.nodectl("daemon").status == .exited(0))
        #expect(try node.nodectl("rpc", "echo hello").outputText == "\"hello\"\n")
        #expect(try node.nodectl("stop").status == .exited(0))
    }

    @Test("REL-R3 several nodes run from one tree, each under its own name")
    func severalNodes() throws {
        let node = try TestNode()
        let other = ["RELEASE_NODE": "other"]
        #expect(try node.nodectl("daemon").status == .exited(0))
        #expect(try node.nodectl("daemon", settings: other).status == .exited(0))
        let pids = [try node.nodectl("pid").outputText, try node.nodectl("pid", settings: other).outputText]
        #expect(Set(pids).count == 2)
        #expect(try node.nodectl("stop", settings: other).status == .exited(0))
        #expect(try node.nodectl("ping").status == .exited(0))
    }

    @Test("goes on when its log cannot be written, and says later how much was lost")
    func losses() throws {
        let script = """
            trap 'echo fine' USR2
            trap 'exit 0' TERM
            i=0; while [ $i -lt 100 ]; do echo "a line that is lost sooner or later"; i=$((i + 1)); done
            while :; do sleep 60 & wait $!; kill $! 2>/dev/null || :; done
            """
        let node = try TestNode(script: script)
        let nodectl = try BuiltProducts.program("nodectl")
        // No file may be larger than one block.
        let command = "ulimit -f 1; exec '\(nodectl)' daemon"
        let result = try runProgram("/bin/sh", ["-c", command], environment: node.environment)
        #expect(result.status == .exited(0), "\(result.errorText)")
        let launcher = try #require(node.record?.launcher)
        try Files.rename(node.directory.path("tmp/log/fake.log"), to: node.directory.path("tmp/log/former"))
        try Signal.user1.send(to: launcher)
        try Signal.user2.send(to: launcher)
        try node.wait(in: "tmp/log") { node.log.hasSuffix("fine\n") }
        #expect(node.log.contains("of output were lost: File too large"))
        #expect(node.log.split(separator: "\n").count == 2)
    }
}

@Suite("A daemon without room for its log", .ownThread)
struct FullLogTests {
    @Test("counts what is lost over a restart")
    func lossesOverRestart() throws {
        let script = """
            trap 'echo fine' USR2
            trap 'i=0; while [ $i -lt 100 ]; do echo "a line that is lost or torn"; i=$((i + 1)); done; exit 0' TERM
            : >"$RELEASE_TMP/ready.$$"
            while :; do sleep 60 & wait $!; kill $! 2>/dev/null || :; done
            """
        let node = try TestNode(script: script)
        func waitUntilReady() throws {
            try node.wait { record in
                record.program.map { Files.exists(node.directory.path("tmp/ready.\($0)")) } ?? false
            }
        }
        let nodectl = try BuiltProducts.program("nodectl")
        // No file may be larger than one block.
        let command = "ulimit -f 1; RELEASE_COMMAND=daemon exec '\(nodectl)' daemon"
        let result = try runProgram("/bin/sh", ["-c", command], environment: node.environment)
        #expect(result.status == .exited(0), "\(result.errorText)")
        try waitUntilReady()
        let restart = try node.nodectl("restart")
        #expect(restart.status == .exited(0), "\(restart.errorText)")
        try waitUntilReady()
        let launcher = try #require(node.record?.launcher)
        try Files.rename(node.directory.path("tmp/log/fake.log"), to: node.directory.path("tmp/log/former"))
        try Signal.user1.send(to: launcher)
        try Signal.user2.send(to: launcher)
        try node.wait(in: "tmp/log") { node.log.hasSuffix("fine\n") }
        let lines = node.log.split(separator: "\n").map { $0.dropFirst(25) }
        #expect(lines.count == 2)
        let words = try #require(lines.first).split(separator: " ")
        #expect(words.first == "[launcher]")
        #expect(try #require(words.dropFirst().first.flatMap { Int($0) }) > 50)
        #expect(lines.first?.hasSuffix("of output were lost: File too large") == true)
    }
}

extension ProcessDescriptor {
    /// Waits a minute at most for the process to end.
    func waitToEnd() throws {
        defer { close() }
        guard try waitForEnd(until: .after(seconds: 60)) else { throw NothingHappened(path: "process") }
    }
}
