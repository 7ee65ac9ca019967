import ControlProtocol
import JSONValues
import Posix
import TestSupport
import Testing

@testable import Boot

@Suite("The flags in vm.args have an effect:", .ownThread, .serialized, .timeLimit(.minutes(2)))
struct NodeFlagEffectTests {
    private func boot(_ flags: String, _ variables: [String: String] = [:]) throws -> FixtureNode {
        let directory = try TemporaryDirectory()
        let path = try directory.write(flags, to: "vm.args")
        let node = try FixtureNode(variables.merging(["RELEASE_VM_ARGS": path]) { $1 })
        #expect(try node.report() == "ready\n")
        return node
    }

    private func stop(_ node: FixtureNode) throws {
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
    }

    @Test("the name of the node, unless the environment gives it one")
    func name() throws {
        let node = try boot("--name shop_7\n")
        #expect(try node.call("status")["node"] == "shop_7")
        try stop(node)
        let given = try boot("-sname shop_7\n", ["RELEASE_NODE": "shop_8"])
        #expect(try given.call("status")["node"] == "shop_8")
        try stop(given)
        let derived = try boot("-sname shop_7\n", ["RELEASE_NODE": "shop", "RELEASE_DERIVED": "RELEASE_NODE"])
        #expect(try derived.call("status")["node"] == "shop_7")
        try stop(derived)
    }

    @Test("the cookie, unless the environment has one")
    func cookie() throws {
        let node = try boot("--cookie oat\n")
        #expect(try node.evaluate("Shop.cookie()")["json"] == "oat")
        try stop(node)
        let given = try boot("-setcookie oat\n", ["RELEASE_COOKIE": "rye"])
        #expect(try given.evaluate("Shop.cookie()")["json"] == "rye")
        try stop(given)
    }

    @Test("the threads that run processes", arguments: [1, 5])
    func schedulers(count: Int) throws {
        let node = try boot("+S \(count)\n")
        #expect(try node.evaluate("Shop.threads(\(count))")["json"] == .int(count))
        try stop(node)
    }

    @Test("the limit of processes")
    func processLimit() throws {
        let node = try boot("+P 40\n")
        let alive = try #require(try node.evaluate("Shop.processes(100)")["json"]?.asInt)
        #expect((30...40).contains(alive))
        #expect(try node.log().contains("limit=40 a process cannot start: there are as many as may be"))
        try stop(node)
    }

    @Test("the length of mailboxes to warn about")
    func mailboxWarning() throws {
        let node = try boot("--mailbox-warning 100\n")
        _ = try node.evaluate("Shop.pile(101)")
        try node.waitForLog("a mailbox is long")
        #expect(try node.log().contains("limit=100 messages=101 process=\"slowpoke"))
        try stop(node)
    }

    @Test("the level of the log from its first line on, unless LOG_LEVEL is set")
    func logLevel() throws {
        let node = try boot("--log-level debug\n")
        #expect(try node.log().contains("debug shop: starting"))
        #expect(try node.evaluate("Shop.level()")["json"] == "debug")
        try stop(node)
        let given = try boot("--log-level debug\n", ["LOG_LEVEL": "error"])
        #expect(try !given.log().contains("notice"))
        try stop(given)
    }

    @Test("that applications start at the same time")
    func startMode() throws {
        let node = try boot("--start-mode concurrent\n")
        #expect(try node.evaluate("Node.applications")["json"]?.asArray?.count == 2)
        try stop(node)
    }
}

@Suite("Signs of life", .ownThread, .serialized, .timeLimit(.minutes(2)))
struct HeartBeatTests {
    @Test("come while the threads of the program get something done, and no more when they are all stuck")
    func beats() throws {
        let pipe = try Pipe()
        defer { pipe.readEnd.close() }
        let node = try FixtureNode(
            ["RELEASE_HEART_FD": "4", "RELEASE_HEART_TIMEOUT": "0.2"],
            descriptors: [4: pipe.writeEnd]
        )
        pipe.writeEnd.close()
        #expect(try node.report() == "ready\n")
        for _ in 0..<5 { #expect(try isHeard(pipe.readEnd, within: 20)) }
        _ = try node.evaluate("Shop.wedge()")
        // Those on the way still come; then there is silence for longer than the launcher would wait.
        var beats = 0
        while try isHeard(pipe.readEnd, within: 1), beats < 100 { beats += 1 }
        #expect(beats < 100)
    }

    /// Whether a sign of life comes in time; it is taken.
    private func isHeard(_ end: FileDescriptor, within seconds: Double) throws -> Bool {
        var poll = Poll()
        poll.add(end, for: .readable)
        guard try poll.wait(until: .after(seconds: seconds)) > 0 else { return false }
        return try !end.read(upTo: 1).isEmpty
    }
}

@Suite("The boot script of a node", .ownThread, .serialized, .timeLimit(.minutes(2)))
struct BootScriptTests {
    private func states(_ node: FixtureNode) throws -> [String] {
        try node.evaluate("Node.applications")["json"]?.asArray?.compactMap { $0["state"]?.asString } ?? []
    }

    @Test("starts everything as a rule, and its clean twin nothing, from which all can be started")
    func clean() throws {
        let usual = try FixtureNode(["RELEASE_BOOT_SCRIPT": "start"])
        #expect(try usual.report() == "ready\n")
        #expect(try states(usual) == ["running", "running"])
        let clean = try FixtureNode(["RELEASE_BOOT_SCRIPT": "start_clean"])
        #expect(try clean.report() == "ready\n")
        #expect(try states(clean) == ["loaded", "loaded"])
        #expect(try clean.output().isEmpty)
        #expect(try clean.evaluate("Node.ensureStarted(\"shop\")")["json"] == ["store", "shop"])
        for node in [usual, clean] {
            try node.send(.terminate)
            #expect(try node.wait() == .exited(0))
        }
    }

    @Test("REL-027 its clean twin only loads what the release starts, and leaves unknown what it wants unknown")
    func cleanTypes() throws {
        let release = try FixtureRelease(system: [:])
        let file: JSONValue = ["applications": [["name": "shop", "version": "1.0.0", "type": "none"]]]
        try release.directory.write(file.text(), to: "releases/1.0.0/shop.rel")
        let node = try release.boot(["RELEASE_BOOT_SCRIPT": "start_clean"])
        #expect(try node.report() == "ready\n")
        #expect(try states(node) == ["loaded", "unloaded"])
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
    }

    @Test("that does not exist stops the boot, with what there is")
    func unknown() throws {
        let node = try FixtureNode(["RELEASE_BOOT_SCRIPT": "start_claen"])
        let expected = "RELEASE_BOOT_SCRIPT is 'start_claen'; use start or start_clean; did you mean 'start_clean'?"
        #expect(try node.report() == "failed 78 \(expected)\n")
        #expect(try node.wait() == .exited(78))
    }
}

@Suite("Every flag of vm.args", .ownThread)
struct NodeFlagDocumentationTests {
    @Test("is shown in the template, with a value that it takes")
    func template() throws {
        let text = try Files.readText("\(BuiltProducts.packageRoot())/templates/release/vm.args.mustache")
        let flags = text.split(separator: "\n").compactMap { line -> Substring? in
            let flag = line.hasPrefix("#") ? line.dropFirst() : line
            return flag.hasPrefix("--") || flag.hasPrefix("+") ? flag : nil
        }
        let filled = flags.joined(separator: "\n").split(separator: "{{name}}").joined(separator: "shop")
            .split(separator: "{{evaluation}}").joined(separator: "full")
        let arguments = try NodeArgumentsParser.parse(filled, file: "vm.args")
        #expect(arguments.node == "shop")
        let words = Set(filled.split(whereSeparator: \.isWhitespace).map(String.init))
        for flag in NodeFlag.all {
            #expect(!words.isDisjoint(with: [flag.spelling] + flag.aliases), "\(flag.spelling) is not shown")
        }
    }

    static let values: [(String, String)] = [
        ("--name .hidden", "'.hidden' does not fit '--name'; use letters, digits, '_', '-', '.' and '@', a letter,"),
        ("--cookie 'a b'", "'a b' does not fit '--cookie'; use a text without blanks"),
        ("+S 0", "'0' does not fit '+S'; use a whole number from 1 on"),
        ("+P 3", "'3' does not fit '+P'; use a whole number from 16 on"),
        ("--heart never", "'never' does not fit '--heart'; use seconds above 0"),
        ("--log-level loud", "'loud' does not fit '--log-level'; use one of trace, debug, info, notice, warning,"),
        ("--start-mode fast", "'fast' does not fit '--start-mode'; use serial or concurrent"),
        ("+Q 3", "unknown flag '+Q'; did you mean '+"),
        ("--herat 3", "unknown flag '--herat'; did you mean '--heart'?"),
        ("--shcedulers 3", "unknown flag '--shcedulers'; did you mean '--schedulers'?"),
    ]

    @Test("refuses what it cannot take; unknown flags come with a suggestion", arguments: values)
    func mistakes(text: String, message: String) {
        let error = #expect(throws: NodeArgumentsError.self) { try NodeArgumentsParser.parse(text, file: "vm.args") }
        #expect(error?.description.hasPrefix("vm.args:1: \(message)") == true, "\(String(describing: error))")
    }

    @Test("heart may stand with or without its seconds")
    func heart() throws {
        #expect(try NodeArgumentsParser.parse("--heart\n--evaluation off", file: "vm.args").heart == 60)
        #expect(try NodeArgumentsParser.parse("-heart 2.5", file: "vm.args").heart == 2.5)
    }
}

@Suite("The directory of a program", .ownThread)
struct ProgramDirectoryTests {
    @Test("APP-036 is that of its application in a release, else that of the program")
    func directory() {
        #expect(ProgramDirectory.find(program: "/r/lib/shop-1.0.0/bin/shop", root: "/r") == "/r/lib/shop-1.0.0")
        #expect(ProgramDirectory.find(program: "/x/.build/debug/shop", root: nil) == "/x/.build/debug")
        #expect(ProgramDirectory.find(program: "/x/.build/debug/shop", root: "/r") == "/x/.build/debug")
    }

    @Test("APP-036 can be asked for by application in a node, and an unknown one is an error")
    func inNode() throws {
        let node = try FixtureNode()
        #expect(try node.report() == "ready\n")
        let program = try BuiltProducts.program("BootFixture")
        let directory = program.split(separator: "/").dropLast().joined(separator: "/")
        #expect(try node.evaluate("Shop.directory(\"shop\")")["json"] == .string("/\(directory)"))
        #expect(
            try node.evaluate("Shop.file(\"store\", \"prices.txt\")")["json"]
                == .string("/\(directory)/data/prices.txt")
        )
        let error = try node.failure(of: "eval", ["expression": "Shop.directory(\"shpo\")"])
        #expect(error?.message.contains("the program has no application 'shpo'; did you mean 'shop'?") == true)
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
    }
}
