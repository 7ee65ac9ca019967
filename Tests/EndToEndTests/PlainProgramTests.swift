import Foundation
import Testing

@Suite("A program that links nothing of ours", .serialized)
struct PlainProgramTests {
    @Test("is released with its resources and gets start, daemon, restart, stop, pid, version, status and logs")
    func plain() async throws {
        let scratch = try Scratch("plain")
        let example = scratch.path + "/Plain"
        try await expectSuccess(Command("cp", "-a", Places.package + "/Examples/Plain", example).run())
        try await expectSuccess(Command("rm", "-rf", example + "/.build", example + "/_build").run())
        let built = try await Command(Places.tool, "build").in(example).run()
        try expectSuccess(built)
        let listed = try await Command("ls", example + "/_build/prod/rel").run()
        let name = listed.text
        let moved = scratch.path + "/moved"
        try await expectSuccess(Command("mv", "\(example)/_build/prod/rel/\(name)", moved).run())
        try await expectSuccess(Command("rm", "-rf", example).run())
        let node = Node(root: moved, name: name)
        #expect(try await node.run("version").text.hasPrefix("\(name) "))
        #expect(try await node.run("status").status == 69)
        let help = try await node.run("help")
        #expect(help.status == 0 && help.output.contains("  daemon ") && !help.output.contains("  rpc "), "\(help)")
        try expectSuccess(try await node.run("daemon"))
        let first = try await node.run("pid")
        try expectSuccess(first)
        try expectSuccess(try await node.run("status"))
        try expectSuccess(try await node.run("restart"))
        let second = try await node.run("pid")
        try expectSuccess(second)
        #expect(first.text != second.text)
        let refused = try await node.run("rpc", "1")
        #expect(refused.status == 64, "\(refused)")
        try expectSuccess(try await node.run("stop"))
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(second.text)"))
        let logs = try await node.run("logs")
        #expect(logs.output.contains("resource"), "\(logs)")
        let running = try node.command("start").start()
        let following = try Command("tail", "--pid=\(running.pid)", "-f", "/dev/null").start()
        running.signal(SIGTERM)
        _ = try await running.finished()
        _ = try await following.finished()
        #expect(try await node.run("status").status == 69)
    }
}
