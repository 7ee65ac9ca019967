import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("An rpc", .ownThread)
struct RpcTests {
    private let node: TestNode

    init() throws {
        node = try TestNode()
        try node.nodectl("daemon")
    }

    @Test("REL-085 REL-R1 prints what comes of it")
    func result() throws {
        let result = try node.nodectl("rpc", "echo hello")
        #expect(result.status == .exited(0))
        #expect(result.outputText == "\"hello\"\n")
        #expect(result.errorOutput.isEmpty)
    }

    @Test("prints JSON when asked to")
    func json() throws {
        #expect(try node.nodectl("rpc", "--json", "echo a\"b").outputText == #""a\"b""# + "\n")
        let result = try node.nodectl("rpc", "--json", "mode")
        #expect(result.status == .exited(1))
        #expect(result.errorText.contains("not Encodable"))
    }

    @Test("prints nothing where there is no value")
    func void() throws {
        for arguments in [["rpc", "void"], ["rpc", "--json", "void"]] {
            let result = try node.run(arguments)
            #expect(result.status == .exited(0))
            #expect(result.output.isEmpty)
        }
    }

    @Test("passes on output and error output while it runs")
    func output() throws {
        let result = try node.nodectl("rpc", "print")
        #expect(result.outputText == "to the output\ndone\n")
        #expect(result.errorText == "to the error output\n")
    }

    @Test("does not say that all is well when what it prints cannot be written", arguments: ["print", "echo one"])
    func fullOutput(expression: String) throws {
        let line = "exec \"$0\" rpc \"$1\" >/dev/full"
        let nodectl = try BuiltProducts.program("nodectl")
        let result = try runProgram("/bin/sh", ["-c", line, nodectl, expression], environment: node.environment)
        #expect(result.status == .exited(70))
        #expect(result.errorText.hasSuffix("error: write: No space left on device\n"))
    }

    @Test("REL-R5 that fails says why, and ends with the status that was asked for")
    func failure() throws {
        let failed = try node.nodectl("rpc", "fail badly")
        #expect(failed.status == .exited(1))
        #expect(failed.errorText == "error: it failed: badly\n")
        let exited = try node.nodectl("rpc", "exit 5")
        #expect(exited.status == .exited(5))
        #expect(exited.errorOutput.isEmpty)
    }

    @Test("takes its text from a file, or from the input")
    func files() throws {
        let path = try node.directory.write("echo from a file", to: "text")
        #expect(try node.nodectl("rpc", "--file", path).outputText == "\"from a file\"\n")
        let result = try node.run(["rpc", "--file", "-"], input: .bytes([UInt8]("echo from the input".utf8)))
        #expect(result.outputText == "\"from the input\"\n")
    }

    @Test("hands on arguments and the way to evaluate")
    func parameters() throws {
        #expect(try node.nodectl("rpc", "arguments", "a", "--json", "c d").outputText == "a|--json|c d\n")
        #expect(try node.nodectl("rpc", "mode").outputText == "auto\n")
        #expect(try node.nodectl("rpc", "--swift", "mode").outputText == "swift\n")
        #expect(try node.nodectl("rpc", "--call", "mode").outputText == "call\n")
    }

    @Test("that takes too long ends with its deadline")
    func deadline() throws {
        let result = try node.nodectl("rpc", "--timeout", "0.2", "forever")
        #expect(result.status == .exited(124))
        #expect(result.errorText == "error: node fake has not answered within 0.2 s\n")
    }

    @Test("says that the node has gone when it goes")
    func vanishing() throws {
        let rpc = try node.begin("rpc", "begin")
        try node.wait(in: "") { node.output.hasSuffix("begun\n") }
        try Signal.kill.send(to: try #require(node.record?.program))
        #expect(try Children.wait(for: rpc) == .exited(69))
        #expect(node.output.hasSuffix("error: node fake has closed the connection before it answered\n"))
    }

    @Test("is cancelled by Ctrl-C")
    func interrupt() throws {
        let rpc = try node.begin("rpc", "begin")
        try node.wait(in: "") { node.output.hasSuffix("begun\n") }
        try Signal.interrupt.send(to: rpc)
        #expect(try Children.wait(for: rpc).shellCode == 130)
        try node.wait(in: "tmp/log") { node.log.hasSuffix("cancelled\n") }
    }
}
