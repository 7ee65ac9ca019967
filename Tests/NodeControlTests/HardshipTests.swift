import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("Nodes under hardship", .ownThread)
struct HardshipTests {
    @Test("a stop that meets a restart wins")
    func stopDuringRestart() throws {
        let node = try TestNode(script: "trap 'sleep 0.2; exit 0' TERM; while :; do sleep 60 & wait $!; done")
        try node.nodectl("daemon")
        let restart = try node.begin("restart")
        try node.wait { $0.phase == .stopping }
        #expect(try node.nodectl("stop", "--timeout", "30").status == .exited(0))
        #expect(try node.nodectl("status").status == .exited(69))
        _ = try Children.wait(for: restart)
    }

    @Test("a node that turns every client away can be stopped")
    func crowded() throws {
        let node = try TestNode("crowded")
        try node.nodectl("daemon")
        #expect(try node.nodectl("status").status == .exited(75))
        #expect(try node.nodectl("stop").status == .exited(0))
        #expect(node.log.hasSuffix("terminated\n"))
    }

    @Test("a daemon that turns every client away can be restarted, a node in the foreground says why not")
    func crowdedRestart() throws {
        let daemon = try TestNode("crowded")
        try daemon.nodectl("daemon")
        let program = try #require(daemon.record?.program)
        let result = try daemon.nodectl("restart")
        #expect(result.status == .exited(0), "\(result.errorText)")
        #expect(daemon.record?.program != program)
        let node = try TestNode("crowded")
        _ = try node.begin("start")
        try node.waitUntilListening()
        let refused = try node.nodectl("restart")
        #expect(refused.status == .exited(75))
        #expect(refused.errorText == "error: 0 clients are connected, no more are let in\n")
    }

    @Test("whoever else has locked the pid file is left alone", arguments: [["stop"], ["stop", "--force"]])
    func foreignLock(command: [String]) throws {
        let node = try TestNode()
        try node.directory.makeDirectory("tmp", mode: 0o700)
        try node.directory.write("pid 1\nstarted 1\n", to: "tmp/fake.pid", mode: 0o600)
        let script = """
            import fcntl, sys
            file = open(sys.argv[1], "r+")
            fcntl.lockf(file, fcntl.LOCK_EX)
            open(sys.argv[1] + ".locked", "w").close()
            sys.stdin.read()
            """
        let (input, ours) = try UnixSocket.pair()
        var stranger = Posix.Subprocess("/usr/bin/python3", ["-c", script, node.pidFile])
        stranger.descriptors = [0: input]
        let pid = try stranger.start()
        input.close()
        try node.wait(in: "tmp") { Files.exists(node.pidFile + ".locked") }
        let result = try node.run(command)
        #expect(result.status == .exited(75))
        #expect(result.errorText.hasPrefix("error: process \(pid) has locked \(node.pidFile), but is not node fake "))
        // It ends by itself.
        ours.close()
        #expect(try Children.wait(for: pid) == .exited(0))
    }

    @Test("a program ends with its launcher, without which nothing could find it")
    func killedLauncher() throws {
        let node = try TestNode(script: "exec sleep 60")
        try node.nodectl("daemon")
        let record = try #require(node.record)
        let program = try ProcessDescriptor(try #require(record.program))
        defer { program.close() }
        try Signal.kill.send(to: try #require(record.launcher))
        #expect(try program.waitForEnd(until: .after(seconds: 30)))
    }

    @Test("a launcher that is stuck ends by force with its program")
    func stuckLauncher() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        try Signal.stop.send(to: try #require(node.record?.launcher))
        #expect(try node.nodectl("stop", "--force").status == .exited(0))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("a pipe in place of the pid file or the log is refused, not waited for")
    func pipes() throws {
        let node = try TestNode()
        try node.directory.makeDirectory("tmp", mode: 0o700)
        try makePipe(node.pidFile)
        for command in ["status", "daemon", "start"] {
            let result = try node.nodectl(command)
            #expect(result.status == .exited(78))
        }
        try Files.unlink(node.pidFile)
        try node.directory.makeDirectory("tmp/log", mode: 0o700)
        try makePipe(node.directory.path("tmp/log/fake.log"))
        let result = try node.nodectl("daemon")
        #expect(result.status == .exited(78))
        #expect(result.errorText.contains("fake.log: cannot be written to"))
    }

    @Test("a directory in place of the socket is refused, with what to do about it", arguments: ["daemon", "start"])
    func directoryForSocket(command: String) throws {
        let node = try TestNode()
        try node.directory.makeDirectory("tmp", mode: 0o700)
        try node.directory.makeDirectory("tmp/fake.sock")
        let result = try node.nodectl(command)
        #expect(result.status == .exited(78))
        let path = node.directory.path("tmp/fake.sock")
        let reason = "is in the place of the node's socket and cannot be replaced (Is a directory): remove it;"
        #expect(result.errorText.contains("\(path): \(reason)"))
    }

    private func makePipe(_ path: String) throws {
        #expect(try runProgram("/bin/sh", ["-c", "mkfifo \"$0\"", path]).status == .exited(0))
    }

    @Test("a pid file full of something else does not matter")
    func rubbish() throws {
        let node = try TestNode()
        try node.directory.makeDirectory("tmp", mode: 0o700)
        try node.directory.write(String(repeating: "rubbish\n", count: 20_000), to: "tmp/fake.pid")
        #expect(try node.nodectl("status").status == .exited(69))
        #expect(try node.nodectl("daemon").status == .exited(0))
        #expect(try node.nodectl("stop").status == .exited(0))
    }

    @Test("standard descriptors that are closed are not taken for files opened later")
    func closedDescriptors() throws {
        let script = "readlink /proc/$$/fd/0 /proc/$$/fd/2 >\"$RELEASE_TMP/standard\""
        let node = try TestNode(script: script, hasSocket: true)
        let line = "exec \"$0\" start <&- >&- 2>&-"
        let nodectl = try BuiltProducts.program("nodectl")
        let result = try runProgram("/bin/sh", ["-c", line, nodectl], environment: node.environment)
        #expect(result.status == .exited(0))
        #expect(try node.directory.text(of: "tmp/standard") == "/dev/null\n/dev/null\n")
    }

    @Test("the socket can be reached by its owner whatever the umask")
    func closedMask() throws {
        let node = try TestNode()
        let line = "umask 777; exec \"$0\" daemon"
        let nodectl = try BuiltProducts.program("nodectl")
        let result = try runProgram("/bin/sh", ["-c", line, nodectl], environment: node.environment)
        #expect(result.status == .exited(0))
        #expect(try Files.status(of: try #require(node.record?.socket)).permissions == 0o600)
    }

    @Test("following a quiet log ends when its reader has left")
    func leavingReader() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let line = "\"$0\" logs -n 1 -f | head -n 1"
        let nodectl = try BuiltProducts.program("nodectl")
        let result = try runProgram("/bin/sh", ["-c", line, nodectl], environment: node.environment)
        #expect(result.outputText.hasSuffix("fake node ready \n"))
    }

    @Test("the quit key ends a command that waits")
    func quit() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let follower = try node.begin("logs", "-n", "1", "-f")
        try node.wait(in: "") { node.output.hasSuffix("fake node ready \n") }
        try Signal.quit.send(to: follower)
        #expect(try Children.wait(for: follower) == .signaled(.quit))
    }

    @Test("the quit key ends a daemon's command that waits, without a crash report, and the daemon goes on")
    func quitWhileBooting() throws {
        let node = try TestNode("booting", settings: ["SWIFT_BACKTRACE": "enable=yes,interactive=no"])
        let daemon = try node.begin("daemon")
        try node.waitUntilListening()
        let process = try ProcessDescriptor(daemon)
        defer { process.close() }
        try process.send(.quit)
        if try !process.waitForEnd(until: .after(seconds: 30)) { try process.send(.kill) }
        #expect(try Children.wait(for: daemon) == .signaled(.quit))
        #expect(node.output.isEmpty)
        #expect(try node.nodectl("ping").status == .exited(75))
    }

    @Test(
        "a pid file that cannot be written is named, whatever starts the node",
        arguments: ["daemon", "start", "run"]
    )
    func fullDisk(command: String) throws {
        let node = try TestNode()
        // A file may not grow at all, and nobody is killed for trying.
        let line = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$1\""
        let nodectl = try BuiltProducts.program("nodectl")
        let result = try runProgram("/bin/sh", ["-c", line, nodectl, command], environment: node.environment)
        #expect(result.status == .exited(78))
        let reason = "\(node.pidFile): File too large; the node keeps its socket, pid file and log"
        #expect(result.errorText.contains(reason))
    }

    @Test("a path that is too long is wrong for every command", arguments: ["status", "ping", "stop", "daemon"])
    func longPath(command: String) throws {
        let node = try TestNode()
        let path = node.directory.path(String(repeating: "d", count: 300))
        let result = try node.nodectl(command, settings: ["RELEASE_TMP": path])
        #expect(result.status == .exited(78))
        #expect(result.errorText.contains("File name too long; the node keeps its socket, pid file and log there"))
    }

    @Test("names and paths that cannot work are refused")
    func settings() throws {
        let node = try TestNode()
        let broken = try node.nodectl("status", settings: ["RELEASE_TMP": node.directory.path("a\nb")])
        #expect(broken.status == .exited(78))
        #expect(broken.errorText.contains("it must be a path without line breaks"))
        let long = String(repeating: "n", count: 201)
        #expect(try node.nodectl("status", settings: ["RELEASE_NODE": long]).status == .exited(78))
    }

    @Test("a daemon is one although RELEASE_RESUME comes from elsewhere")
    func strayResumption() throws {
        let node = try TestNode()
        #expect(try node.nodectl("daemon", settings: ["RELEASE_RESUME": "99"]).status == .exited(0))
        #expect(try node.nodectl("stop").status == .exited(0))
    }

    @Test(
        "a wrong value on the command line is wrong usage",
        arguments: [["stop", "--timeout", "soon"], ["logs", "-n", "-1"]]
    )
    func wrongValues(words: [String]) throws {
        let node = try TestNode()
        let result = try runProgram(BuiltProducts.program("nodectl"), words, environment: node.environment)
        #expect(result.status == .exited(64))
    }
}
