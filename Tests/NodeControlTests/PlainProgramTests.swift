import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("A program that links nothing of ours", .ownThread)
struct PlainProgramTests {
    private let patient = "echo \"started $*\"; trap 'echo stopped; exit 0' TERM; while :; do sleep 60 & wait $!; done"

    @Test("runs as a daemon with pid, status, ping, logs, restart and stop")
    func everything() throws {
        let node = try TestNode(script: patient)
        #expect(try node.nodectl("daemon", "x").status == .exited(0))
        let pid = try #require(node.record?.program)
        #expect(try node.nodectl("pid").outputText == "\(pid)\n")
        #expect(try node.nodectl("status").outputText.hasPrefix("node fake is running (pid \(pid))\n"))
        #expect(try node.nodectl("ping").outputText == "pong\n")
        #expect(try node.nodectl("logs").outputText.hasSuffix("started x\n"))
        let restarted = try node.nodectl("restart")
        #expect(restarted.status == .exited(0), "\(restarted.errorText)")
        #expect(node.record?.program != pid)
        let stopped = try node.nodectl("stop")
        #expect(stopped.status == .exited(0))
        #expect(stopped.output.isEmpty)
        #expect(node.log.hasSuffix("stopped\n"))
        #expect(try node.nodectl("pid").status == .exited(69))
    }

    @Test("cannot evaluate, which is said")
    func evaluation() throws {
        let node = try TestNode(script: patient)
        try node.nodectl("daemon")
        let result = try node.nodectl("rpc", "x")
        #expect(result.status == .exited(64))
        #expect(result.errorText == "error: the program of node fake does not link Boot, so it cannot evaluate\n")
    }

    @Test("that ends at once did not start, with its own code where that is one of ours")
    func earlyEnd() throws {
        for (code, expected) in [(127, 127), (78, 78), (3, 1), (0, 1)] {
            let node = try TestNode(script: "echo why; exit \(code)")
            let result = try node.nodectl("daemon")
            #expect(result.status == .exited(Int32(expected)))
            #expect(result.errorText.contains("Z why\n"))
        }
    }

    @Test("gets the variables and arguments of vm.args")
    func flags() throws {
        let node = try TestNode(script: "echo \"$GREETING $*\"; exec sleep 60")
        let path = try node.directory.write("--env GREETING hello\n-- from file\n", to: "vm.args")
        try node.nodectl("daemon", "given", settings: ["RELEASE_VM_ARGS": path])
        #expect(node.log.contains("hello from file given\n"))
        try node.nodectl("stop")
        try node.directory.write("--what\n", to: "vm.args")
        let result = try node.nodectl("daemon", settings: ["RELEASE_VM_ARGS": path])
        #expect(result.status == .exited(78))
        #expect(result.errorText.hasPrefix("error: \(path):1: unknown flag '--what'"))
    }

    @Test("in the foreground has a parent that ends as it does", arguments: [0, 3, 143])
    func foreground(code: Int32) throws {
        let script = code == 143 ? "kill -TERM $$" : "exit \(code)"
        #expect(try TestNode(script: script).nodectl("start").status == .exited(code))
    }

    @Test("in the foreground gets the signals its parent gets", arguments: [Signal.terminate, .interrupt, .quit])
    func signals(signal: Signal) throws {
        let name = "\(signal)".dropFirst(3)
        let node = try TestNode(
            script: "trap 'echo got \(name); exit 5' \(name); echo up; while :; do sleep 60 & wait $!; done"
        )
        let parent = try node.begin("start")
        try node.wait { $0.phase == .running }
        try node.wait(in: "") { node.output.contains("up\n") }
        try signal.send(to: parent)
        #expect(try Children.wait(for: parent) == .exited(5))
        #expect(try node.directory.text(of: "output").contains("got \(name)\n"))
    }

    @Test("has a parent that passes TERM on as process 1, where the system lets us try")
    func processOne() throws {
        let unshare = ["--user", "--map-root-user", "--pid", "--fork", "--kill-child"]
        guard try runProgram("/usr/bin/unshare", unshare + ["true"]).status == .exited(0) else { return }
        let script = "trap \"echo parent $PPID; exit 5\" TERM; kill -TERM 1; while :; do sleep 60 & wait $!; done"
        let node = try TestNode(script: script)
        let result = try runProgram(
            "/usr/bin/unshare",
            unshare + [BuiltProducts.program("nodectl"), "start"],
            environment: node.environment
        )
        #expect(result.status == .exited(5), "\(result.errorText)")
        #expect(result.outputText == "parent 1\n")
    }

    @Test("is killed when it does not stop in time, and its parent says 137")
    func stubborn() throws {
        let node = try TestNode(script: "trap '' TERM; while :; do sleep 60; done")
        try node.nodectl("daemon")
        let late = try node.nodectl("stop", "--timeout", "0.2")
        #expect(late.status == .exited(124))
        #expect(late.errorText.contains("has not ended within 0.2 s; 'stop --force' ends it"))
        #expect(try node.nodectl("ping").status == .exited(75))
        #expect(try node.nodectl("stop", "--force").status == .exited(0))
        #expect(try node.nodectl("stop").status == .exited(69))
    }
}
