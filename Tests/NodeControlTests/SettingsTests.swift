import NodeControl
import Posix
import TestSupport
import Testing

@Suite("The settings of nodectl")
struct SettingsTests {
    private let variables = [
        "RELEASE_ROOT": "/r", "RELEASE_NODE": "todo", "RELEASE_TMP": "/t", "RELEASE_BOOT": "1",
        "RELEASE_BOOT_TIMEOUT": "0.5", "RELEASE_CALL_TIMEOUT": "",
    ]

    @Test("come from the variables of the control script")
    func variablesOfTheScript() throws {
        let settings = try NodeSettings { variables[$0] }
        #expect(settings.hasSocket)
        #expect(settings.pidFile == "/t/todo.pid")
        #expect(settings.logFile == "/t/log/todo.log")
        #expect(settings.preferredSocket == "/t/todo.sock")
        #expect(settings.deadlines.boot == 0.5)
        #expect(settings.deadlines.call == 60)
    }

    @Test("say that the control script is missing", arguments: ["RELEASE_ROOT", "RELEASE_NODE", "RELEASE_TMP"])
    func missing(name: String) {
        let error = #expect(throws: NodeControlError.self) { try NodeSettings { $0 == name ? nil : variables[$0] } }
        #expect(error?.exitCode == 64)
        #expect(error?.description.hasPrefix("\(name) is not set") == true)
    }

    static let secondsTexts: [(String, Double?)] = [
        ("60", 60), ("0.5", 0.5), ("0", 0), ("", nil), ("-1", nil), ("1s", nil), ("nan", nil), ("1e9", nil),
        ("1.2.3", nil),
    ]

    @Test("take seconds, with decimals", arguments: secondsTexts)
    func seconds(text: String, expected: Double?) {
        #expect(NodeDeadlines.seconds(text) == expected)
    }

    @Test("wait for a node's greeting no longer than the whole command may take, and leave a stop time for a signal")
    func greeting() {
        let deadlines = NodeDeadlines()
        #expect(deadlines.greeting(within: nil) == 10)
        #expect(deadlines.greeting(within: 60) == 10)
        #expect(deadlines.greeting(within: 1) == 1)
        #expect(deadlines.greetingOfStop(within: nil, isForced: false) == 10)
        #expect(deadlines.greetingOfStop(within: 1, isForced: false) == 0.5)
        #expect(deadlines.greetingOfStop(within: nil, isForced: true) == 2)
        #expect(deadlines.greetingOfStop(within: 1, isForced: true) == 0.5)
    }

    @Test("refuse a deadline that is none, naming the variable")
    func wrongDeadline() {
        let error = #expect(throws: NodeControlError.self) {
            try NodeDeadlines { $0 == "RELEASE_STOP_TIMEOUT" ? "soon" : nil }
        }
        #expect(error?.exitCode == 78)
        #expect(
            error?.description == "RELEASE_STOP_TIMEOUT is 'soon'; it must be a number of seconds, such as 60 or 0.5"
        )
    }
}

@Suite("The flags in vm.args")
struct ProgramFlagsTests {
    private func flags(_ text: String) throws(NodeControlError) -> ProgramFlags {
        try ProgramFlags(text: text, path: "vm.args")
    }

    @Test("set variables, arguments and limits of a program")
    func everything() throws {
        let flags = try flags(
            """
            # A comment
            --env GREETING "hello world"  # and another
            -env EMPTY ''
              --open-files 1024 --core-size unlimited
            -- --port '80 80' -- #
            --evaluation full
            """
        )
        #expect(flags.variables.map { "\($0.name)=\($0.value)" } == ["GREETING=hello world", "EMPTY="])
        #expect(flags.arguments == ["--port", "80 80", "--"])
        #expect(flags.openFiles == 1024)
        #expect(flags.coreSize == .max)
    }

    @Test("may be none at all", arguments: ["", "\n\n", "# nothing"])
    func nothing(text: String) throws {
        #expect(try flags(text) == ProgramFlags())
    }

    static let wrong: [(String, String)] = [
        ("\n--what", "vm.args:2: unknown flag '--what'; arguments of the program stand after '--'"),
        ("--env A", "vm.args:1: missing value for '--env'"),
        ("--env A=B C", "vm.args:1: 'A=B' is not the name of a variable"),
        ("--open-files many", "vm.args:1: 'many' is no value for '--open-files': write a number or 'unlimited'"),
        ("-- 'open", "vm.args:1: a quotation is not closed"),
    ]

    @Test("are refused with file, line and reason", arguments: wrong)
    func refused(text: String, message: String) {
        let error = #expect(throws: NodeControlError.self) { try flags(text) }
        #expect(error?.description == message)
        #expect(error?.exitCode == 78)
    }

    @Test("do not win over the environment, and are forgotten by a restart")
    func environment() throws {
        var environment = ProgramEnvironment(["A": "ours", "RELEASE_DERIVED": "RELEASE_TMP", "RELEASE_TMP": "/t"])
        environment.add(try flags("--env A theirs\n--env B theirs"))
        #expect(environment.variables["A"] == "ours")
        #expect(environment.variables["B"] == "theirs")
        #expect(ProgramEnvironment.original(environment.variables) == ["A": "ours"])
    }

    @Test("leave nothing of an outer node in the program's environment")
    func internals() {
        let outer = Dictionary(uniqueKeysWithValues: ProgramEnvironment.internals.map { ($0, "x") })
        #expect(ProgramEnvironment(outer).variables.isEmpty)
    }
}

@Suite("The path of the control socket")
struct SocketPathTests {
    @Test("is beside the pid file where that is short enough")
    func short() throws {
        #expect(try SocketPath.choose(preferred: "/t/todo.sock", runtimeDirectory: nil, user: 0) == "/t/todo.sock")
    }

    @Test("is a short one in a directory of the user alone where it is too long")
    func long() throws {
        let directory = try TemporaryDirectory()
        let preferred = "/\(String(repeating: "d", count: 200))/todo.sock"
        let user = CurrentProcess.effectiveUser
        let path = try SocketPath.choose(preferred: preferred, runtimeDirectory: directory.path, user: user)
        #expect(path.utf8.count <= SocketPath.limit)
        #expect(path.hasPrefix("\(directory.path)/swift-release-\(user)/"))
        #expect(try Files.status(of: directory.path("swift-release-\(user)")).permissions == 0o700)
        #expect(try SocketPath.choose(preferred: preferred, runtimeDirectory: directory.path, user: user) == path)
        let other = try SocketPath.choose(preferred: preferred + "x", runtimeDirectory: directory.path, user: user)
        #expect(other != path)
    }

    @Test("is not put where others could reach it")
    func unsafeDirectory() throws {
        let directory = try TemporaryDirectory()
        let user = CurrentProcess.effectiveUser
        try directory.makeDirectory("swift-release-\(user)", mode: 0o777)
        try Files.setPermissions(0o777, of: directory.path("swift-release-\(user)"))
        let preferred = "/\(String(repeating: "d", count: 200))"
        let error = #expect(throws: NodeControlError.self) {
            try SocketPath.choose(preferred: preferred, runtimeDirectory: directory.path, user: user)
        }
        #expect(error?.exitCode == 78)
    }
}

@Suite("The condition of a node")
struct NodeConditionTests {
    static let conditions: [(NodeCondition, Int32, String)] = [
        (.down, 69, "node todo is down; 'start' or 'daemon' starts it"),
        (.booting(pid: 5), 75, "node todo is booting (pid 5); try again in a moment"),
        (.running(pid: 5), 0, "node todo is running (pid 5)"),
        (.stopping(pid: 5), 75, "node todo is stopping (pid 5)"),
        (.hung(pid: 5), 124, "node todo does not answer (pid 5); 'stop --force' ends it"),
        (
            .withoutSocket(pid: 5, path: "/t/todo.sock", hasLauncher: true), 75,
            "node todo runs (pid 5), but its control socket /t/todo.sock is not there; 'restart' makes it anew, 'stop' works"
        ),
        (
            .withoutSocket(pid: 5, path: "/t/todo.sock", hasLauncher: false), 75,
            "node todo runs (pid 5), but its control socket /t/todo.sock is not there; "
                + "'stop' works, and the next start makes it anew"
        ),
        (
            .unlocked(pid: 5, path: "/t/todo.pid"), 69,
            "node todo runs (pid 5), but nobody holds its pid file /t/todo.pid: it was removed or replaced, or the "
                + "launcher was killed; 'kill 5' stops it, 'stop --force' even if it hangs, then it can be started"
        ),
        (
            .unlocked(pid: nil, path: "/t/todo.pid"), 69,
            "node todo runs (in a process that cannot be seen from here), but nobody holds its pid file /t/todo.pid: it "
                + "was removed or replaced, or the launcher was killed; end it where it runs, then it can be started"
        ),
        (.running(pid: nil), 0, "node todo is running (in a process that cannot be seen from here)"),
        (
            .hung(pid: nil), 124,
            "node todo does not answer (in a process that cannot be seen from here); 'stop --force' where it runs ends it"
        ),
        (
            .withoutSocket(pid: nil, path: "/t/todo.sock", hasLauncher: false), 75,
            "node todo runs (in a process that cannot be seen from here), but its control socket /t/todo.sock is not "
                + "there; 'stop' works where it runs"
        ),
        (.foreign(user: 7), 77, "node todo belongs to another user (uid 7); run this as that user or as root"),
    ]

    @Test("has one message and one exit code for all commands", arguments: conditions)
    func messages(condition: NodeCondition, code: Int32, message: String) {
        #expect(condition.exitCode == code)
        #expect(condition.message(node: "todo") == message)
    }
}

@Suite("The arguments of a command")
struct CommandArgumentsTests {
    @Test("are options up to the first that is none; the rest is left alone")
    func options() throws {
        let arguments = try CommandArguments(["--json", "--timeout=2", "x", "--call", "--"], of: .rpc)
        #expect(arguments.flags == ["--json"])
        #expect(arguments.values == ["--timeout": "2"])
        #expect(arguments.rest == ["x", "--call", "--"])
    }

    @Test("are no options after two dashes, nor is a single one")
    func dashes() throws {
        #expect(try CommandArguments(["--", "--json"], of: .rpc).rest == ["--json"])
        #expect(try CommandArguments(["--file", "-", "-"], of: .rpc).rest == ["-"])
    }

    @Test("have long and short spellings")
    func spellings() throws {
        #expect(try CommandArguments(["-f", "-n", "5"], of: .logs).flags == ["--follow"])
        #expect(try CommandArguments(["--follow"], of: .logs).flags == ["--follow"])
    }

    static let wrong: [([String], NodeCommand, String)] = [
        (["--forze"], .stop, "unknown option '--forze'; did you mean '--force'?"),
        (["--what"], .stop, "unknown option '--what'; see 'help stop'"),
        (["--timeout"], .stop, "missing value for '--timeout <seconds>'; see 'help stop'"),
        (["--force=yes"], .stop, "'--force' takes no value; see 'help stop'"),
    ]

    @Test("REL-093 are refused when nobody knows them, with a suggestion where there is one", arguments: wrong)
    func refused(arguments: [String], command: NodeCommand, message: String) {
        let error = #expect(throws: NodeControlError.self) { try CommandArguments(arguments, of: command) }
        #expect(error?.description == message)
        #expect(error?.exitCode == 64)
    }
}
