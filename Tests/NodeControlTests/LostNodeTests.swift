import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("Nodes whose files or launcher are gone", .ownThread)
struct LostNodeTests {
    @Test("a node whose socket was removed can be stopped")
    func removedSocket() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        try Files.unlink(try #require(node.record?.socket))
        #expect(try node.nodectl("stop", "--timeout", "30").status == .exited(0))
    }

    @Test("a node whose socket was removed says so to every command, and a restart makes it anew")
    func missingSocket() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let record = try #require(node.record)
        let (pid, socket) = (try #require(record.program), try #require(record.socket))
        try Files.unlink(socket)
        let message =
            "node fake runs (pid \(pid)), but its control socket \(socket) is not there; "
            + "'restart' makes it anew, 'stop' works"
        let status = try node.nodectl("status")
        #expect(status.status == .exited(75))
        #expect(status.outputText.hasPrefix("\(message)\n"))
        let json = try node.nodectl("status", "--json").outputText
        #expect(json == #"{"node":"fake","state":"unreachable","pid":\#(pid)}"# + "\n")
        for command in [["rpc", "void"], ["pid"], ["ping"], ["config"]] {
            let result = try node.run(command)
            #expect(result.status == .exited(75))
            #expect(result.errorText == "error: \(message)\n")
        }
        let restart = try node.nodectl("restart")
        #expect(restart.status == .exited(0), "\(restart.errorText)")
        #expect(try node.nodectl("ping").status == .exited(0))
    }

    @Test("a node in the foreground whose socket was removed can be stopped, but not restarted")
    func missingSocketInForeground() throws {
        let node = try TestNode()
        let program = try node.begin("start")
        try node.waitUntilListening()
        // One that has just begun would count as booting.
        let record = try #require(node.record)
        let socket = try #require(record.socket)
        let text = "pid \(program)\nsocket \(socket)\nstarted 1\n"
        let file = try FileDescriptor.open(node.pidFile, .write)
        try file.write([UInt8](text.utf8) + [UInt8](repeating: 10, count: 256 - text.utf8.count), at: 0)
        file.close()
        try Files.unlink(socket)
        for command in ["status", "restart"] {
            let result = try node.nodectl(command)
            #expect(result.status == .exited(75))
            #expect((result.outputText + result.errorText).contains("'stop' works, and the next start makes it anew\n"))
        }
        #expect(try node.nodectl("stop", "--timeout", "30").status == .exited(0))
        _ = try Children.wait(for: program)
    }

    @Test(
        "a node whose pid file was removed is found by its socket, and what ends it is said",
        arguments: [false, true]
    )
    func missingPidFile(isReplaced: Bool) throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let record = try #require(node.record)
        let launcher = try ProcessDescriptor(try #require(record.launcher))
        defer { launcher.close() }
        let pid = try #require(record.program)
        try Files.unlink(node.pidFile)
        if isReplaced { try node.directory.write("", to: "tmp/fake.pid", mode: 0o600) }
        let message =
            "node fake runs (pid \(pid)), but nobody holds its pid file \(node.pidFile): it was removed or replaced, or "
            + "the launcher was killed; 'kill \(pid)' stops it, 'stop --force' even if it hangs, then it can be started\n"
        let status = try node.nodectl("status")
        #expect(status.status == .exited(69))
        #expect(status.outputText == message)
        let json = try node.nodectl("status", "--json").outputText
        #expect(json == #"{"node":"fake","state":"lost","pid":\#(pid)}"# + "\n")
        for (command, code) in [("stop", 69), ("ping", 69), ("restart", 69), ("daemon", 75), ("start", 75)] {
            let result = try node.nodectl(command)
            #expect(result.status == .exited(Int32(code)))
            #expect(result.errorText == "error: \(message)")
        }
        try Signal.terminate.send(to: pid)
        #expect(try launcher.waitForEnd(until: .after(seconds: 30)))
        #expect(try node.nodectl("daemon").status == .exited(0))
    }

    @Test("a node that hangs, and whose launcher was killed, is found by its socket and ends by force")
    func hangingWithoutLauncher() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let record = try #require(node.record)
        let program = try ProcessDescriptor(try #require(record.program))
        defer { program.close() }
        let launcher = try ProcessDescriptor(try #require(record.launcher))
        defer { launcher.close() }
        try program.send(.stop)
        try launcher.send(.kill)
        #expect(try launcher.waitForEnd(until: .after(seconds: 30)))
        let result = try node.nodectl("stop")
        #expect(result.status == .exited(69))
        #expect(result.errorText.contains("or the launcher was killed; "))
        #expect(result.errorText.contains("'stop --force' even if it hangs"))
        #expect(try node.nodectl("stop", "--force", "--timeout", "0.1").status == .exited(0))
        #expect(try program.waitForEnd(until: .immediate))
        #expect(try node.nodectl("daemon").status == .exited(0))
    }

    @Test("a node whose pid file was removed stays ended by force also where heart would start it again")
    func missingPidFileWithHeart() throws {
        let node = try TestNode(settings: ["RELEASE_HEART_TIMEOUT": "60"])
        try node.nodectl("daemon")
        let record = try #require(node.record)
        let launcher = try ProcessDescriptor(try #require(record.launcher))
        defer { launcher.close() }
        try Signal.stop.send(to: try #require(record.program))
        try Files.unlink(node.pidFile)
        #expect(try node.nodectl("stop", "--force").status == .exited(0))
        #expect(try launcher.waitForEnd(until: .immediate))
        #expect(!node.log.contains("heart starts it again"))
        #expect(try node.nodectl("status").outputText == "node fake is down; 'start' or 'daemon' starts it\n")
    }
}
