import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("Stopping and restarting", .ownThread)
struct StopTests {
    @Test("REL-085 returns when the processes are gone, and prints nothing")
    func stop() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let record = try #require(node.record)
        let result = try node.nodectl("stop")
        #expect(result.status == .exited(0))
        #expect(result.output.isEmpty && result.errorOutput.isEmpty)
        for pid in [record.program, record.launcher] {
            #expect(try hasEnded(try #require(pid)))
        }
        #expect(node.record?.exitCode == 0)
    }

    private func hasEnded(_ pid: Int32) throws -> Bool {
        do throws(PosixError) {
            let process = try ProcessDescriptor(pid)
            defer { process.close() }
            return try process.waitForEnd(until: .immediate)
        } catch {
            return error.code == .noSuchProcess
        }
    }

    @Test("works while the node boots")
    func stopWhileBooting() throws {
        let node = try TestNode("booting")
        let daemon = try node.begin("daemon")
        try node.waitUntilListening()
        #expect(try node.nodectl("stop").status == .exited(0))
        #expect(try Children.wait(for: daemon) == .exited(1))
        #expect(try node.directory.text(of: "output").contains("the program exited with status 0 before it was ready"))
    }

    @Test("waits no longer than its deadline, and with force not even that long")
    func stubborn() throws {
        let node = try TestNode("stubborn")
        try node.nodectl("daemon")
        let pid = try #require(node.record?.program)
        let late = try node.nodectl("stop", "--timeout", "0.2")
        #expect(late.status == .exited(124))
        #expect(late.errorText.contains("node fake (pid \(pid)) has not ended within 0.2 s"))
        #expect(try node.nodectl("stop", "--force").status == .exited(0))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("sends a signal to a node that does not answer")
    func unanswered() throws {
        let node = try TestNode("mute", settings: ["RELEASE_CALL_TIMEOUT": "0.2"])
        try node.nodectl("daemon")
        let result = try node.nodectl("stop")
        #expect(result.status == .exited(0), "\(result.errorText)")
        #expect(node.log.hasSuffix("terminated\n"))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("gives a node up that neither answers nor hears signals within --timeout")
    func frozen() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        let program = try #require(node.record?.program)
        try Signal.stop.send(to: program)
        let result = try node.nodectl("stop", "--timeout", "0.2")
        #expect(result.status == .exited(124))
        #expect(result.errorText.hasSuffix("(pid \(program)) has not ended within 0.2 s; 'stop --force' ends it\n"))
    }

    @Test("with force ends a node that does not answer")
    func hung() throws {
        let node = try TestNode("mute", settings: ["RELEASE_CALL_TIMEOUT": "0.2"])
        try node.nodectl("daemon")
        #expect(try node.nodectl("stop", "--force").status == .exited(0))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("REL-087 restarts a daemon under the same launcher, with the same log")
    func restartDaemon() throws {
        let node = try TestNode()
        try node.nodectl("daemon", "x")
        let former = try #require(node.record)
        let result = try node.nodectl("restart")
        #expect(result.status == .exited(0), "\(result.errorText)")
        let record = try #require(node.record)
        #expect(record.launcher == former.launcher)
        #expect(record.program != former.program)
        let lines = node.log.split(separator: "\n").map { $0.dropFirst(25) }
        #expect(lines == ["fake node ready x", "[launcher] restarting", "terminated", "fake node ready x"])
        #expect(try node.nodectl("stop").status == .exited(0))
    }

    @Test("restarts into what the script says by then, and says when that fails")
    func failingRestart() throws {
        let node = try TestNode()
        try node.nodectl("daemon")
        try node.directory.write("#!/bin/sh\necho 'env.sh is broken'; exit 78\n", to: "bin/fake", mode: 0o755)
        let result = try node.nodectl("restart")
        #expect(result.status == .exited(1))
        #expect(result.errorText.contains("env.sh is broken\n"))
        #expect(result.errorText.contains("did not start: it ended during the restart; its log is"))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("restarts a node in the foreground in its own process")
    func restartForeground() throws {
        let node = try TestNode()
        let pid = try node.begin("start")
        try node.waitUntilListening()
        #expect(try node.nodectl("ping").status == .exited(0))
        #expect(try node.nodectl("pid").outputText == "\(pid)\n")
        let result = try node.nodectl("restart")
        #expect(result.status == .exited(0), "\(result.errorText)")
        #expect(try node.nodectl("pid").outputText == "\(pid)\n")
        #expect(try node.nodectl("stop").status == .exited(0))
        #expect(try Children.wait(for: pid) == .exited(0))
        let lines = try node.directory.text(of: "output").split(separator: "\n")
        #expect(lines == ["fake node ready ", "restarting", "fake node ready ", "terminated"])
    }

    @Test("TERM that comes before the program can handle it is not lost")
    func earlySignal() throws {
        let node = try TestNode()
        let pid = try node.begin("start")
        // The lock is taken before the program is executed; its handlers stand much later.
        try node.wait { $0.program == pid }
        try Signal.terminate.send(to: pid)
        #expect(try Children.wait(for: pid) == .exited(0))
    }

    @Test("prints the log, and goes on with it when asked to")
    func logs() throws {
        let node = try TestNode()
        #expect(try node.nodectl("logs").status == .exited(69))
        try node.nodectl("daemon")
        #expect(try node.nodectl("logs", "-n", "1").outputText.hasSuffix("Z fake node ready \n"))
        let follower = try node.begin("logs", "-n", "1", "-f")
        try node.wait(in: "") { node.output.hasSuffix("fake node ready \n") }
        try Signal.quit.send(to: try #require(node.record?.launcher))
        try node.wait(in: "") { node.output.hasSuffix("a backtrace\n") }
        try Signal.terminate.send(to: follower)
        #expect(try Children.wait(for: follower) == .signaled(.terminate))
    }
}
