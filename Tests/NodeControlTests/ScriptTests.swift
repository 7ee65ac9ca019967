import HostSystem
import NodeControl
import Posix
import Templates
import TestSupport
import Testing

@Suite("The control script", .ownThread)
struct ScriptTests {
    @Test("is what reviewers have read")
    func snapshot() throws {
        try expectSnapshot(ReleaseTree.script(), named: "bin.sh")
    }

    @Test("is accepted by dash and shellcheck", arguments: [true, false])
    func lint(linksBoot: Bool) throws {
        let tree = try ReleaseTree(linksBoot: linksBoot)
        for (program, arguments) in [("/usr/bin/dash", ["-n"]), ("/usr/bin/shellcheck", ["-s", "sh"])]
        where Files.exists(program) {
            let result = try runProgram(program, arguments + [tree.script])
            #expect(result.status == .exited(0), "\(result.outputText)\(result.errorText)")
        }
    }

    @Test("REL-086 prints name and version without starting anything, whatever is missing")
    func version() throws {
        let tree = try ReleaseTree()
        try Files.removeTree(tree.path("runtime-6.3.1"))
        try Files.removeTree(tree.path("lib"))
        let result = try tree.call("version", "and", "more")
        #expect(result.status == .exited(0))
        #expect(result.outputText == "todo 1.0.0\n")
        let named = try tree.call("version", environment: ["RELEASE_NAME": "other"])
        #expect(named.outputText == "other 1.0.0\n")
    }

    @Test("starts no other program on the way")
    func noForks() throws {
        let result = try ReleaseTree().call("pid", environment: ["PATH": "/does/not/exist"])
        #expect(result.errorText == "")
        #expect(result.outputText == "nodectl [pid]\n")
    }

    @Test("explains itself when asked to, and complains when called without a command")
    func usage() throws {
        let tree = try ReleaseTree()
        for word in ["help", "--help", "-h"] {
            let help = try tree.call(word)
            #expect(help.status == .exited(0))
            #expect(help.outputText.hasPrefix("USAGE: todo COMMAND"))
        }
        let nothing = try tree.call()
        #expect(nothing.status == .exited(64))
        #expect(nothing.output.isEmpty)
        #expect(nothing.errorText.hasPrefix("USAGE: todo COMMAND"))
        let unknown = try tree.call("bogus")
        #expect(unknown.status == .exited(64))
        #expect(unknown.errorText.hasSuffix("error: unknown command 'bogus'\n"))
        #expect(try tree.call("help", "stop").outputText == "nodectl [help] [stop]\n")
    }

    @Test("lists the commands that the program can do, and names those it cannot", arguments: [true, false])
    func listedCommands(linksBoot: Bool) throws {
        let tree = try ReleaseTree(linksBoot: linksBoot)
        let help = try tree.call("help").outputText
        let listed = help.matches(of: #/(?m)^  (?<name>[a-z]+) .* {2}[A-Z]/#).map { String($0.name) }
        // `run` is what `start` does as process 1; nobody needs to call it.
        let possible = NodeCommand.allCases.filter { $0 != .run && (linksBoot || !$0.needsBoot) }
        #expect(Set(listed) == Set(possible.map(\.rawValue) + ["help"]))
        let note = "The program does not link Boot, so it has no eval, rpc, remote, reload or config.\n"
        #expect(help.contains(note) != linksBoot)
        let unknown = try tree.call("bogus")
        #expect(unknown.errorText == help + "error: unknown command 'bogus'\n")
    }

    @Test("lists the commands of the version that it is told to run")
    func listedCommandsOfAnotherVersion() throws {
        let tree = try ReleaseTree()
        let program = #"{"program": {"path": "lib/todo-0.9.0/bin/todo", "boot": false}}"#
        try tree.write(program, to: "releases/0.9.0/todo.rel")
        #expect(try tree.call("help").outputText.contains("  rpc "))
        #expect(try !tree.call("help", environment: ["RELEASE_VSN": "0.9.0"]).outputText.contains("  rpc "))
    }

    static let passedOn = [
        "start", "daemon", "rpc", "restart", "reload", "stop", "pid", "status", "config", "ping", "logs",
    ]

    @Test("hands commands and their arguments on as they are", arguments: passedOn)
    func commands(command: String) throws {
        let result = try ReleaseTree().call(command, "a b", "", "$HOME", "*", "--json")
        #expect(result.outputText == "nodectl [\(command)] [a b] [] [$HOME] [*] [--json]\n")
    }

    @Test("becomes the shell of the runtime for remote")
    func remote() throws {
        #expect(try ReleaseTree().call("remote", "--timeout", "5").outputText == "nodeshell [--timeout] [5]\n")
    }

    static let evaluations: [([String], String)] = [
        (["x"], "[--] [x]"),
        (["x", "a b", "--json"], "[--] [x] [a b] [--json]"),
        (["--json", "--timeout", "5", "--call", "x", "a"], "[--json] [--timeout] [5] [--call] [--] [x] [a]"),
        (["--timeout=5", "--", "-x", "a"], "[--timeout=5] [--] [-x] [a]"),
        (["--file", "a b"], "[--file] [a b] [--]"),
        (["--file=-", "a"], "[--file=-] [--] [a]"),
        (["-"], "[--] [-]"),
    ]

    @Test("REL-086 becomes the program for eval, options before the expression", arguments: evaluations)
    func becomesProgram(arguments: [String], expected: String) throws {
        let tree = try ReleaseTree()
        let result = try runProgram(tree.script, ["eval"] + arguments)
        #expect(result.outputText == "todo \(expected)\n", "\(result.errorText)")
    }

    @Test("refuses an eval without an expression, or of a program that cannot")
    func wrongEvaluation() throws {
        let tree = try ReleaseTree()
        #expect(try tree.call("eval").status == .exited(64))
        #expect(try tree.call("eval", "--json").status == .exited(64))
        #expect(try tree.call("eval", "--file").errorText == "error: missing value for '--file'\n")
        let plain = try ReleaseTree(linksBoot: false).call("eval", "x")
        #expect(plain.status == .exited(64))
        #expect(plain.errorText.contains("does not link Boot"))
    }

    @Test("REL-079 tells what it runs where everything is")
    func variables() throws {
        let tree = try ReleaseTree()
        let names = [
            "RELEASE_ROOT", "RELEASE_NAME", "RELEASE_VSN", "RELEASE_COMMAND", "RELEASE_PROG", "RELEASE_NODE",
            "RELEASE_TMP", "RELEASE_VM_ARGS", "RELEASE_REMOTE_VM_ARGS", "RELEASE_SYS_CONFIG", "RELEASE_PROGRAM",
            "RELEASE_BOOT", "RELEASE_RUNTIME", "RELEASE_SCRIPT", "RELEASE_BOOT_SCRIPT", "RELEASE_BOOT_SCRIPT_CLEAN",
            "RELEASE_COOKIE",
        ]
        let root = tree.root
        let expected = [
            root, "todo", "1.0.0", "start", "todo", "todo", "\(root)/tmp", "\(root)/releases/1.0.0/vm.args",
            "\(root)/releases/1.0.0/remote.vm.args", "\(root)/releases/1.0.0/sys", "\(root)/lib/todo-1.0.0/bin/todo",
            "1", "\(root)/runtime-6.3.1", "\(root)/bin/todo", "start", "start_clean", "(unset)",
        ]
        let lines = try tree.call("start", showing: names).outputText.split(separator: "\n").dropFirst()
        #expect(lines.map(String.init) == zip(names, expected).map { "\($0)=\($1)" })
    }

    @Test("has crashes of the program explained by the backtracer of the release, unless told otherwise")
    func backtraces() throws {
        let tree = try ReleaseTree()
        let backtracer = "runtime-6.3.1/libexec/swift/linux/swift-backtrace"
        try tree.write("", to: backtracer, mode: 0o755)
        func variable(_ command: String, _ environment: [String: String] = [:]) throws -> String {
            let output = try tree.call(command, environment: environment, showing: ["SWIFT_BACKTRACE"]).outputText
            return String(output.split(separator: "\n").last?.dropFirst("SWIFT_BACKTRACE=".count) ?? "")
        }
        #expect(try variable("start").hasSuffix(",swift-backtrace=\(tree.path(backtracer))"))
        #expect(try variable("pid") == "(unset)")
        #expect(try variable("start", ["SWIFT_BACKTRACE": "enable=no"]) == "enable=no")
    }

    @Test("lists what it derived, so that a restart can derive it afresh")
    func derivation() throws {
        let tree = try ReleaseTree()
        try tree.write("export RELEASE_NODE=from_env\n", to: "releases/1.0.0/env.sh")
        let set = ["RELEASE_TMP": "/t", "RELEASE_PROG": "p"]
        let result = try tree.call("pid", environment: set, showing: ["RELEASE_DERIVED", "RELEASE_NODE"])
        let lines = result.outputText.split(separator: "\n")
        let derived = Set(lines[1].dropFirst("RELEASE_DERIVED=".count).split(separator: " "))
        #expect(derived.isSuperset(of: ["RELEASE_NAME", "RELEASE_VSN", "RELEASE_NODE"]))
        #expect(derived.isDisjoint(with: ["RELEASE_TMP", "RELEASE_PROG"]))
        #expect(lines[2] == "RELEASE_NODE=from_env")
    }

    @Test("does not take the settings of an outer node of another release for its own")
    func outerNode() throws {
        let outer = [
            "RELEASE_ROOT": "/other", "RELEASE_NODE": "other", "RELEASE_TMP": "/t", "RELEASE_DERIVED": " RELEASE_NODE",
        ]
        let names = ["RELEASE_NODE", "RELEASE_TMP"]
        let result = try ReleaseTree().call("pid", environment: outer, showing: names)
        #expect(result.outputText.hasSuffix("RELEASE_NODE=todo\nRELEASE_TMP=/t\n"))
    }

    @Test("reads env.sh, which sees the command and its arguments")
    func environmentScript() throws {
        let tree = try ReleaseTree()
        try tree.write("export SEEN=\"$RELEASE_COMMAND $2 $#\"\n", to: "releases/1.0.0/env.sh")
        #expect(try tree.call("rpc", "x", showing: ["SEEN"]).outputText.hasSuffix("SEEN=rpc x 2\n"))
    }

    @Test("takes a relative RELEASE_TMP from where it is called")
    func relativeDirectory() throws {
        let tree = try ReleaseTree()
        let environment = ["RELEASE_TMP": "there"]
        let result = try tree.call("pid", environment: environment, showing: ["RELEASE_TMP"], in: tree.directory.path)
        #expect(result.outputText.hasSuffix("RELEASE_TMP=\(tree.directory.path)/there\n"))
    }

    static let nodes = ["a/b", "../x", ".hidden", "-x", "a b", "ä"]

    @Test("refuses a node name that is none", arguments: nodes)
    func nodeName(name: String) throws {
        let result = try ReleaseTree().call("pid", environment: ["RELEASE_NODE": name])
        #expect(result.status == .exited(78))
        #expect(result.errorText.contains("RELEASE_NODE '\(name)' is not a node name"))
    }

    @Test("REL-R2 takes a node name with a host")
    func nodeWithHost() throws {
        let result = try ReleaseTree().call("pid", environment: ["RELEASE_NODE": "todo@host.example"])
        #expect(result.status == .exited(0))
    }

    @Test("says what is missing from a release that is damaged")
    func damage() throws {
        let tree = try ReleaseTree()
        try Files.unlink(tree.path("runtime-6.3.1/bin/nodectl"))
        let client = try tree.call("pid")
        #expect(client.status == .exited(127))
        #expect(client.errorText.contains("runtime-6.3.1/bin/nodectl is missing or cannot be executed"))
        try Files.unlink(tree.path("lib/todo-1.0.0/bin/todo"))
        #expect(try tree.call("eval", "x").status == .exited(127))
        try tree.write("", to: "releases/start_release.data")
        #expect(try tree.call("version").status == .exited(78))
        #expect(try tree.call("version", environment: ["RELEASE_VSN": "1.0.0"]).status == .exited(0))
    }

    @Test("uses the libraries of the host's Swift when the release has none")
    func hostLibraries() throws {
        let tree = try ReleaseTree(linkage: "none")
        let none = try tree.call("start", environment: ["PATH": "/does/not/exist"])
        #expect(none.status == .exited(127))
        #expect(none.errorText.contains("needs Swift 6.3.1 on this host"))
        try tree.directory.write("", to: "swift/usr/bin/swiftc", mode: 0o755)
        let libraries = try tree.directory.makeDirectory("swift/usr/lib/swift/linux")
        let environment = ["PATH": tree.directory.path("swift/usr/bin"), "LD_LIBRARY_PATH": "/mine"]
        let result = try tree.call("start", environment: environment, showing: ["LD_LIBRARY_PATH"])
        #expect(result.outputText.hasSuffix("LD_LIBRARY_PATH=/mine:\(libraries)\n"))
    }
}
