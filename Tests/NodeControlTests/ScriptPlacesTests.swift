import HostSystem
import Posix
import TestSupport
import Testing

@Suite("The control script, wherever it lies and is called from", .ownThread)
struct ScriptPlacesTests {
    private let tree: ReleaseTree

    init() throws {
        tree = try ReleaseTree(at: "a place with spaces/Größe/release")
    }

    private func root(as program: String, in directory: String? = nil) throws -> String {
        // Through a shell, as what is called is a path relative to the directory.
        let result = try runProgram(
            "/bin/sh",
            ["-c", "exec \"$0\" pid", program],
            environment: ["SHOW": "RELEASE_ROOT"],
            in: directory
        )
        return String(result.outputText.split(separator: "\n").last?.dropFirst("RELEASE_ROOT=".count) ?? "")
    }

    @Test("finds its release by an absolute path")
    func absolute() throws {
        #expect(try root(as: tree.script) == tree.root)
    }

    @Test("finds its release by a relative path")
    func relative() throws {
        for (path, directory) in [("bin/todo", ""), ("./bin/todo", ""), ("././todo", "bin"), ("../bin/todo", "bin")] {
            #expect(try root(as: path, in: tree.path(directory)) == tree.root, "\(path)")
        }
    }

    @Test("finds its release on the PATH")
    func searched() throws {
        let result = try runProgram(
            "/bin/sh",
            ["-c", "PATH='\(tree.path("bin"))':$PATH; todo version"],
            in: tree.directory.path
        )
        #expect(result.outputText == "todo 1.0.0\n")
    }

    @Test("REL-089 finds its release through an absolute symbolic link")
    func absoluteLink() throws {
        let link = tree.directory.path("link")
        try Files.symbolicLink(at: link, to: tree.script)
        #expect(try root(as: link) == tree.root)
    }

    @Test("REL-090 finds its release through a relative symbolic link")
    func relativeLink() throws {
        let link = tree.directory.path("link")
        try Files.symbolicLink(at: link, to: "a place with spaces/Größe/release/bin/todo")
        #expect(try root(as: link) == tree.root)
        #expect(try root(as: "./link", in: tree.directory.path) == tree.root)
    }

    @Test("REL-089 REL-090 finds its release through a chain of both, and through linked directories")
    func chain() throws {
        let directory = tree.directory
        try directory.makeDirectory("one/two")
        try Files.symbolicLink(at: directory.path("one/two/first"), to: "../second")
        try Files.symbolicLink(at: directory.path("one/second"), to: directory.path("third"))
        try Files.symbolicLink(at: directory.path("third"), to: tree.script)
        #expect(try root(as: directory.path("one/two/first")) == tree.root)
        try Files.symbolicLink(at: directory.path("bin"), to: tree.path("bin"))
        #expect(try root(as: directory.path("bin/todo")) == tree.root)
        try Files.symbolicLink(at: directory.path("current"), to: tree.root)
        #expect(try root(as: directory.path("current/bin/todo")) == directory.path("current"))
    }

    @Test("REL-079 works with an empty environment")
    func emptyEnvironment() throws {
        let result = try runProgram("/usr/bin/env", ["-i", tree.script, "pid"])
        #expect(result.outputText == "nodectl [pid]\n")
        #expect(result.errorOutput.isEmpty)
    }

    @Test("works from a directory that cannot be read, and as a user that is not root")
    func unreadableDirectory() throws {
        let directory = tree.directory
        try directory.makeDirectory("closed", mode: 0o700)
        for path in ["", "a place with spaces", "a place with spaces/Größe"] {
            try Files.setPermissions(0o755, of: directory.path(path))
        }
        var command = "cd closed && exec "
        if CurrentProcess.effectiveUser == 0 { command += "setpriv --reuid 12345 --regid 12345 --clear-groups " }
        let result = try runProgram("/bin/sh", ["-c", "\(command) '\(tree.script)' pid"], in: directory.path)
        #expect(result.outputText == "nodectl [pid]\n")
        #expect(result.errorOutput.isEmpty)
    }

    @Test("runs another version that is in the tree, whatever its paths")
    func otherVersion() throws {
        let rel = """
            {"schemaVersion": 1, "name": "todo", "version": "0.9.0", "runtime": "6.2.0", "linkage": "dynamic",
             "program": {"name": "todo", "path": "lib/todo-0.9.0/bin/todo", "boot": false}, "applications": []}
            """
        try tree.write(rel, to: "releases/0.9.0/todo.rel")
        try tree.write(
            "#!/bin/sh\necho \"$RELEASE_PROGRAM $RELEASE_BOOT\"\n",
            to: "runtime-6.2.0/bin/nodectl",
            mode: 0o755
        )
        let result = try tree.call("start", environment: ["RELEASE_VSN": "0.9.0"])
        #expect(result.outputText == "\(tree.root)/lib/todo-0.9.0/bin/todo 0\n", "\(result.errorText)")
    }

    @Test("says of a list of versions that cannot be read that it cannot, and why")
    func unreadableVersions() throws {
        let path = tree.path("releases/start_release.data")
        try tree.write("", to: "releases/start_release.data")
        let empty = try tree.call("version")
        #expect(empty.status == .exited(78))
        #expect(empty.errorText.hasPrefix("error: \(path) is missing or empty: "))
        try Files.setPermissions(0o755, of: tree.directory.path)
        try tree.write("6.3.1 1.0.0\n", to: "releases/start_release.data", mode: 0)
        // Root may read all files.
        let become = CurrentProcess.effectiveUser == 0 ? "setpriv --reuid 23456 --regid 23456 --clear-groups " : ""
        let unreadable = try runProgram("/bin/sh", ["-c", "exec \(become)\"$0\" version", tree.script])
        #expect(unreadable.status == .exited(78))
        #expect(unreadable.errorText.contains("Permission denied\n"))
        let reason = "cannot be read, or names no version: see to that, or set RELEASE_VSN"
        #expect(unreadable.errorText.hasSuffix("error: \(path) \(reason)\n"))
        #expect(try tree.call("version", environment: ["RELEASE_VSN": "1.0.0"]).outputText == "todo 1.0.0\n")
    }

    static let endings: [(text: String, status: Int32, reason: String)] = [
        ("grep -q x /dev/null", 78, "ended with status 1: put '|| :' behind a command in it that may fail"),
        ("exit 75", 75, "ended with status 75"),
        ("if then", 78, "ended with status 2: put '|| :' behind a command in it that may fail"),
    ]

    @Test("says that env.sh ended it, with a documented status", arguments: endings)
    func endingSettings(text: String, status: Int32, reason: String) throws {
        try tree.write("\(text)\n", to: "releases/1.0.0/env.sh")
        let result = try tree.call("stop")
        #expect(result.status == .exited(status))
        #expect(result.output.isEmpty)
        #expect(result.errorText.hasSuffix("error: \(tree.path("releases/1.0.0/env.sh")) \(reason)\n"))
    }

    @Test("names the versions there are when it is asked for another", arguments: ["2.0.0", "../releases/1.0.0", "."])
    func unknownVersion(version: String) throws {
        let result = try tree.call("version", environment: ["RELEASE_VSN": version])
        #expect(result.status == .exited(78))
        #expect(result.errorText.hasSuffix("it holds: 1.0.0\n"))
    }

    @Test("REL-085 REL-087 does everything with the real nodectl, on a tree that cannot be written")
    func everything() throws {
        let nodectl = try BuiltProducts.program("nodectl")
        let program = try BuiltProducts.program("FakeNode")
        try tree.write("#!/bin/sh\nexec '\(nodectl)' \"$@\"\n", to: "runtime-6.3.1/bin/nodectl", mode: 0o755)
        try tree.write("#!/bin/sh\nexec '\(program)' \"$@\"\n", to: "lib/todo-1.0.0/bin/todo", mode: 0o755)
        let environment = ["RELEASE_TMP": tree.directory.path("elsewhere")]
        func status(_ command: String...) throws -> SubprocessResult {
            try runProgram(tree.script, command, environment: environment)
        }
        #expect(try status("daemon", "x").status == .exited(0))
        #expect(try status("rpc", "echo hello").outputText == "\"hello\"\n")
        let pid = try status("pid").outputText
        #expect(try status("restart").status == .exited(0))
        #expect(try status("pid").outputText != pid)
        #expect(try status("logs").outputText.contains("fake node ready x\n"))
        #expect(try status("stop").status == .exited(0))
        #expect(try status("pid").status == .exited(69))
        #expect(!Files.exists(tree.path("tmp")))
    }
}
