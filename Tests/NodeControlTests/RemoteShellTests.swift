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
        #expect(result.errorText == "error: node fake is down\n")
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
