import HostSystem
import Synchronization
import TestSupport
import Testing

@Suite("A subprocess", .ownThread)
struct SubprocessTests {
    private func run(_ script: String, input: Subprocess.Input = .nothing) throws -> SubprocessResult {
        try runProgram("sh", ["-c", script], input: input)
    }

    @Test("gives back its outputs apart, and its exit status")
    func outputs() throws {
        let result = try run("echo out; echo err >&2; exit 3")
        #expect(result.outputText == "out\n")
        #expect(result.errorText == "err\n")
        #expect(result.status == .exited(3))
    }

    @Test("tells a signal from an exit")
    func signal() throws {
        let status = try run("kill -TERM $$").status
        #expect(status == .signalled(15))
        #expect(status.code == 143)
    }

    @Test("reads and writes more than a pipe holds without getting stuck")
    func largeInput() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
        #expect(try run("cat", input: .bytes(bytes)).output == bytes)
    }

    @Test("may end without reading its input")
    func unreadInput() throws {
        let bytes = [UInt8](repeating: 0, count: 3_000_000)
        #expect(try run("exit 0", input: .bytes(bytes)).status.isSuccess)
    }

    @Test("gives its lines while it runs, the last one also without an end")
    func lines() throws {
        let lines = Mutex<[String]>([])
        let host = HostContext.live()
        let target = Subprocess.Output.lines { line in lines.withLock { $0.append(line) } }
        let result = try Subprocess("sh", ["-c", "printf 'one\\n\\ntwo'"], output: target).run(on: host)
        #expect(lines.withLock { $0 } == ["one", "", "two"])
        #expect(result.outputText == "one\n\ntwo")
    }

    @Test("writes both outputs to one place in order when they are merged")
    func merged() throws {
        let host = HostContext.live()
        let script = "echo a; echo b >&2; echo c"
        let result = try Subprocess("sh", ["-c", script], errorOutput: .merged).run(on: host)
        #expect(result.outputText == "a\nb\nc\n")
    }

    @Test("starts in the directory and with the environment of its host")
    func surroundings() throws {
        let directory = try TemporaryDirectory()
        let host = HostContext(environment: ["PATH": "/usr/bin:/bin", "GREETING": "hällo"], directory: directory.path)
        let result = try Subprocess("sh", ["-c", "pwd; echo $GREETING; env | grep -c ="]).run(on: host)
        let lines = result.outputText.split(separator: "\n")
        #expect(lines.prefix(2) == [Substring(directory.path), "hällo"])
    }

    @Test("inherits no descriptor but the three")
    func descriptors() throws {
        // The fourth is the listing's own.
        #expect(try run("ls /proc/self/fd").outputText == "0\n1\n2\n3\n")
    }

    @Test("is not waited for longer than it lives, even when a descendant holds its output")
    func descendants() throws {
        let started = ContinuousClock.now
        let result = try run("sleep 30 & echo $!")
        #expect(ContinuousClock.now - started < .seconds(20))
        _ = try run("kill \(result.outputText)")
    }

    @Test("is killed with its descendants when its time is up")
    func deadline() throws {
        let directory = try TemporaryDirectory()
        let host = directory.host()
        let script = "mkfifo held; cat held & echo $! > child; wait"
        let error = #expect(throws: HostError.self) {
            try Subprocess("sh", ["-c", script], deadline: .milliseconds(300)).run(on: host)
        }
        #expect(error?.description.contains("did not end within") == true)
        let child = try directory.text(of: "child").split(separator: "\n").first
        let state = try runProgram("sh", ["-c", "ps -o stat= -p \(child ?? "0") | grep -v Z"])
        #expect(!state.status.isSuccess, "the descendant still runs")
    }

    @Test("that does not exist is an error naming it and the searched path")
    func missing() throws {
        let host = HostContext(environment: ["PATH": "/nowhere"], directory: "/")
        #expect(throws: HostError.programNotFound("no-such-program", searched: "/nowhere")) {
            try Subprocess("no-such-program").run(on: host)
        }
        #expect(throws: HostError.self) { try Subprocess("/no/such/program").run(on: host) }
    }
}
