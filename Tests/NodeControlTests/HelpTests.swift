import HostSystem
import NodeControl
import Templates
import TestSupport
import Testing

@Suite("The help of a command", .ownThread)
struct HelpTests {
    @Test("names its options and the settings that matter to it", arguments: NodeCommand.allCases)
    func page(command: NodeCommand) throws {
        let page = try TestNode(settings: ["RELEASE_BOOT": "1"]).nodectl("help", command.rawValue).outputText
        #expect(page.hasPrefix("OVERVIEW: "))
        for option in command.options { #expect(page.contains(option.spellings[0])) }
        let named = page.matches(of: #/(?m)^  (?<name>[A-Z_]+) +[A-Z]/#).map { String($0.name) }
        #expect(named == command.variables.map(\.rawValue))
        #expect(!named.isEmpty)
    }

    @Test("is laid out in two columns a section")
    func layout() {
        #expect(
            NodeCommand.stop.help(program: "todo") == """
                OVERVIEW: Stop the node; returns when its process is gone.

                USAGE: todo stop [<options>]

                OPTIONS:
                  --force                 End it at once (with --timeout: after that time), by the system if need be.
                  --timeout <seconds>     How long to wait; decimals are allowed.

                SETTINGS (variables; releases/VERSION/env.sh explains them, with their defaults):
                  RELEASE_NODE            The node's name, which names its socket, pid file and log.
                  RELEASE_TMP             The directory of socket, pid file and log.
                  RELEASE_STOP_TIMEOUT    Seconds that applications have to end in order.
                  RELEASE_KILL_TIMEOUT    Seconds after that until the process is killed.
                  RELEASE_CALL_TIMEOUT    Seconds that the node has to answer, without --timeout.
                """
        )
    }

    @Test("leaves out what a program that does not link Boot has no use for")
    func plain() throws {
        let page = try TestNode(script: "exit").nodectl("help", "daemon").outputText
        #expect(page.contains("RELEASE_LOG_SIZE") && page.contains("RELEASE_VM_ARGS"))
        #expect(!page.contains("RELEASE_EVALUATION") && !page.contains("RELEASE_BOOT_SCRIPT"))
    }

    @Test("says of a command that it needs Boot, and so does the command", arguments: NodeCommand.allCases)
    func refused(command: NodeCommand) throws {
        // The program only has to be there: no command reaches it, and nobody waits for its end.
        let node = try TestNode(script: "exec sleep 60")
        let page = try node.nodectl("help", command.rawValue).outputText
        #expect(page.hasSuffix("\n\nNot here: the program of this release does not link Boot.\n") == command.needsBoot)
        guard command.needsBoot else { return }
        try node.nodectl("daemon")
        let result: SubprocessResult
        switch command {
        case .eval: result = try ReleaseTree(linksBoot: false).call("eval", "1")
        case .remote: result = try runProgram(BuiltProducts.program("nodeshell"), environment: node.environment)
        case .rpc: result = try node.nodectl("rpc", "1")
        default: result = try node.nodectl(command.rawValue)
        }
        #expect(result.status == .exited(64))
        #expect(result.errorText.contains("does not link Boot"))
    }

    @Test("names every setting that env.sh offers, and no other but the version, which env.sh cannot set")
    func documented() {
        let offered = ReleaseTemplate.environment.text.matches(of: #/(?m)^#export (?<name>[A-Z_]+)=/#)
        let named = NodeCommand.allCases.flatMap(\.variables).map(\.rawValue)
        #expect(Set(named) == Set(offered.map { String($0.name) }).union(["RELEASE_VSN"]))
    }

    @Test(
        "names only variables that the script, nodectl, nodeshell or the program reads",
        arguments: NodeVariable.allCases
    )
    func real(variable: NodeVariable) throws {
        let name = variable.rawValue
        let sources = ["NodeControl", "RemoteShell", "Boot", "NodeLogging"].map {
            "\(BuiltProducts.packageRoot())/Sources/\($0)"
        }
        // Where the help takes the names from proves nothing.
        let found = try runProgram("/usr/bin/grep", ["-rlF", "--exclude=NodeVariable.swift", "\"\(name)\""] + sources)
        let isReadByScript =
            ReleaseTemplate.startScript.text.contains("${\(name)-}")
            || ReleaseTemplate.startScript.text.contains("${\(name):-")
        #expect(found.status == .exited(0) || isReadByScript, "nobody reads \(name)")
    }

    @Test("names every setting that nodectl reads itself")
    func complete() throws {
        var read: Set<String> = []
        // What only the control script can know.
        let facts = ["RELEASE_ROOT": "/r", "RELEASE_NODE": "n", "RELEASE_TMP": "/t"]
        let settings = try NodeSettings {
            read.insert($0)
            return facts[$0]
        }
        _ = try LogSettings(path: settings.logFile) {
            read.insert($0)
            return nil
        }
        let derived: Set = [
            "RELEASE_ROOT", "RELEASE_PROGRAM", "RELEASE_SCRIPT", "RELEASE_NAME", "RELEASE_COMMAND", "RELEASE_BOOT",
            "RELEASE_DERIVED",
        ]
        #expect(
            read.subtracting(derived).isSubset(
                of: NodeCommand.daemon.variables.map(\.rawValue) + ["RELEASE_CALL_TIMEOUT"]
            )
        )
        #expect(read.isSuperset(of: ["RELEASE_LOG_COUNT", "RELEASE_HEART_TIMEOUT", "RELEASE_STOP_TIMEOUT"]))
    }
}
