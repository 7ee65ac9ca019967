import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("Heart", .ownThread, .timeLimit(.minutes(2)))
struct HeartTests {
    /// Waits until another program than `former` runs, and gives its process id.
    private func successor(of former: Int32, in node: TestNode) throws -> Int32 {
        var successor: Int32?
        try node.wait { record in
            successor = record.phase == .running ? record.program : nil
            return successor != nil && successor != former
        }
        return try #require(successor)
    }

    @Test("starts a daemon again that was killed; a stop ends it for good")
    func killedDaemon() throws {
        let node = try TestNode(settings: ["RELEASE_HEART_TIMEOUT": "60"])
        #expect(try node.nodectl("daemon").status == .exited(0))
        let first = try #require(node.record?.program)
        try Signal.kill.send(to: first)
        let second = try successor(of: first, in: node)
        #expect(try node.nodectl("pid").outputText == "\(second)\n")
        #expect(node.log.contains("the program was ended by SIGKILL; heart starts it again"))
        #expect(try node.nodectl("stop").status == .exited(0))
        #expect(try node.nodectl("pid").status == .exited(69))
    }

    @Test("keeps the parent of a foreground node, where vm.args asks for it")
    func foreground() throws {
        let node = try TestNode()
        let flags = try node.directory.write("--heart 30\n", to: "vm.args")
        let beating = try TestNode(settings: ["RELEASE_VM_ARGS": flags])
        let parent = try beating.begin("start")
        try beating.wait { $0.phase == .running }
        let first = try #require(beating.record?.program)
        #expect(first != parent)
        #expect(beating.record?.launcher == parent)
        try Signal.kill.send(to: first)
        let second = try successor(of: first, in: beating)
        #expect(second != parent)
        try Signal.terminate.send(to: parent)
        #expect(try Children.wait(for: parent) == .exited(0))
    }

    @Test("kills a program that gives no more signs of life, after a backtrace, and starts it again")
    func hanging() throws {
        let node = try TestNode("hanging", settings: ["RELEASE_HEART_TIMEOUT": "0.3"])
        #expect(try node.nodectl("daemon").status == .exited(0))
        // On a busy machine it may have been killed by now.
        let second = "heart starts it again\n"
        try node.wait(in: "tmp/log") { node.log.contains(second) }
        #expect(node.log.contains("the program has given no sign of life for 0.3 s, so it is killed"))
        #expect(node.log.contains("a backtrace"))
        try node.wait(in: "tmp/log") {
            node.log.split(separator: second).dropFirst().joined().contains("fake node hanging")
        }
    }

    @Test("lets a program live that gives signs of life again when it is asked for its backtrace")
    func drowsy() throws {
        let node = try TestNode("drowsy", settings: ["RELEASE_HEART_TIMEOUT": "0.3"])
        #expect(try node.nodectl("daemon").status == .exited(0))
        // It has a second to answer, which may be too short on a busy machine; then it is tried again.
        try node.wait(in: "tmp/log") { node.log.contains("the program gives signs of life again, so it lives on") }
    }

    /// What a restart needs and may not find for a while, such as during an upgrade.
    enum Part: CaseIterable {
        case program, script, settings, log
    }

    @Test("tries again for as long as a restart fails before the program runs", arguments: Part.allCases)
    func failingRestart(part: Part) throws {
        let directory = try TemporaryDirectory()
        let program = directory.path("program")
        try Files.symbolicLink(at: program, to: BuiltProducts.program("FakeNode"))
        let node = try TestNode(settings: ["RELEASE_HEART_TIMEOUT": "60", "RELEASE_PROGRAM": program])
        #expect(try node.nodectl("daemon").status == .exited(0))
        let first = try #require(node.record?.program)
        let log = node.directory.path("tmp/log/fake.log")
        let script = node.directory.path("bin/fake")
        let (path, complaint) =
            switch part {
            case .program: (program, "[launcher] \(program): is missing: unpack the release again")
            case .script: (script, "[launcher] cannot restart: ")
            case .settings: (script, "[launcher] cannot restart: \(script): 'help daemon' exited with status 3")
            case .log: (log, "fake: \(log): ")
            }
        try Files.rename(path, to: "\(path).moved")
        if part == .log { try node.directory.makeDirectory("tmp/log/fake.log") }
        if part == .settings {
            try node.directory.write("#!/bin/sh\necho no such setting >&2\nexit 3\n", to: "bin/fake", mode: 0o755)
        }
        try Signal.kill.send(to: first)
        let notes = part == .log ? "tmp/log/fake.log.moved" : "tmp/log/fake.log"
        try node.wait(in: "tmp/log") {
            let text = (try? node.directory.text(of: notes)) ?? ""
            guard part != .settings || text.contains("\nno such setting\n") else { return false }
            return text.contains(complaint) && text.contains("; heart tries again in 5 s")
        }
        #expect(try node.nodectl("status").status == .exited(75))
        if part == .log { try Files.removeDirectory(log) }
        try Files.rename("\(path).moved", to: path)
        _ = try successor(of: first, in: node)
        #expect(try node.nodectl("stop").status == .exited(0))
    }

    @Test("tries no longer once the node is stopped")
    func stoppedRestart() throws {
        let directory = try TemporaryDirectory()
        let program = directory.path("program")
        try Files.symbolicLink(at: program, to: BuiltProducts.program("FakeNode"))
        let node = try TestNode(settings: ["RELEASE_HEART_TIMEOUT": "60", "RELEASE_PROGRAM": program])
        #expect(try node.nodectl("daemon").status == .exited(0))
        try Files.unlink(program)
        try Signal.kill.send(to: #require(node.record?.program))
        try node.wait(in: "tmp/log") { node.log.contains("heart tries again in 5 s") }
        #expect(try node.nodectl("stop").status == .exited(0))
        #expect(try node.nodectl("status").status == .exited(69))
    }

    @Test("is off unless asked for, and can be switched off in the environment")
    func off() throws {
        let flags = try TemporaryDirectory()
        let path = try flags.write("--heart\n", to: "vm.args")
        for settings in [[:], ["RELEASE_VM_ARGS": path, "RELEASE_HEART_TIMEOUT": "off"]] {
            let node = try TestNode(settings: settings)
            try node.nodectl("daemon")
            try Signal.kill.send(to: #require(node.record?.program))
            try node.wait { $0.exitCode == 137 }
        }
    }

    @Test("is refused with a time that is none")
    func wrongTime() throws {
        let result = try TestNode(settings: ["RELEASE_HEART_TIMEOUT": "soon"]).nodectl("daemon")
        #expect(result.status == .exited(78))
        #expect(result.errorText.contains("RELEASE_HEART_TIMEOUT is 'soon'"))
    }
}

@Suite("The name of a node in vm.args", .ownThread, .timeLimit(.minutes(1)))
struct NodeNameTests {
    @Test("names its socket, pid file and log, for the node and for all commands, unless the environment names it")
    func name() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("--name shop_7 # its number\n", to: "vm.args")
        let derived = try TestNode(settings: ["RELEASE_VM_ARGS": path, "RELEASE_DERIVED": "RELEASE_TMP RELEASE_NODE"])
        #expect(try derived.nodectl("daemon").status == .exited(0))
        #expect(try derived.nodectl("status").outputText.hasPrefix("node shop_7 is running"))
        #expect(Files.exists(derived.directory.path("tmp/shop_7.pid")))
        #expect(Files.exists(derived.directory.path("tmp/log/shop_7.log")))
        #expect(try derived.nodectl("stop").status == .exited(0))
        let given = try TestNode(settings: ["RELEASE_VM_ARGS": path])
        #expect(try given.nodectl("daemon").status == .exited(0))
        #expect(try given.nodectl("status").outputText.hasPrefix("node fake is running"))
    }
}
