import HostSystem
import JSONValues
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("release init", .ownThread)
struct InitTests {
    private static let files = [
        "rel/Release.swift", "rel/vm.args.mustache", "rel/remote.vm.args.mustache", "rel/env.sh.mustache",
        "config/config.yaml", "config/runtime.yaml",
    ]

    @Test("REL-091 writes the files that define and configure releases, and says so")
    func writes() throws {
        let package = try ExamplePackage(products: ["todo", "MyWorker"])
        let outcome = package.run("init")
        #expect(outcome.status == 0 && outcome.output == "")
        for file in Self.files {
            #expect(package.exists(file))
            #expect(outcome.errorOutput.contains("* creating \(file)\n"))
        }
        #expect(FileTree.isDirectory(package.path("rel/overlays")))
        try expectSnapshot(try package.text("rel/Release.swift"), named: "Release.swift.txt")
    }

    @Test("writes definitions and configuration that a release can be built from at once")
    func usable() throws {
        let package = try ExamplePackage()
        package.run("init")
        let text = try package.text("rel/Release.swift")
        try package.define(text.replacing("import ReleaseDescription\n", with: ""))
        let outcome = package.run("build")
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        #expect(package.exists("_build/prod/rel/todo/releases/0.1.0"))
    }

    @Test("writes configuration whose examples hold as soon as they are no comments any more")
    func examples() throws {
        let package = try ExamplePackage()
        package.run("init")
        for file in ["config/config.yaml", "config/runtime.yaml"] {
            let parts = try package.text(file).split(separator: "\n#\n").map(String.init)
            try #require(parts.count == 2)
            try package.write(parts[0] + "\n" + parts[1].replacing("# ", with: ""), to: file)
        }
        let outcome = package.run("config")
        #expect(
            outcome.output == """
                todo.api_token = <secret>  (config/runtime.yaml:6:14)
                todo.port = "${PORT:-8080}"  (config/runtime.yaml:5:9)
                todo.workers = 3  (config/config.yaml:4:12)

                """,
            "\(outcome)"
        )
    }

    @Test("REL-092 is silent with --force --quiet, also when everything exists")
    func silent() throws {
        let package = try ExamplePackage()
        try package.write("# mine\n", to: "rel/env.sh.mustache")
        for _ in 1...2 {
            let outcome = package.run("init", "--force", "--quiet")
            #expect(outcome.status == 0 && outcome.output == "" && outcome.errorOutput == "")
        }
        #expect(try package.text("rel/env.sh.mustache") != "# mine\n")
    }

    @Test("leaves files alone that are as it would write them")
    func unchanged() throws {
        let package = try ExamplePackage()
        package.run("init")
        let outcome = package.run("init")
        #expect(outcome.status == 0 && outcome.errorOutput == "")
    }

    @Test("asks before it replaces a file with other contents")
    func asks() throws {
        let package = try ExamplePackage()
        try package.write("# mine\n", to: "rel/env.sh.mustache")
        let kept = package.run("init", terminal: .watched, answers: [""])
        #expect(kept.status == 0 && kept.errorOutput.contains("* keeping rel/env.sh.mustache\n"))
        #expect(try package.text("rel/env.sh.mustache") == "# mine\n")
        let replaced = package.run("init", terminal: .watched, answers: ["y"])
        #expect(replaced.status == 0 && replaced.errorOutput.contains("* replacing rel/env.sh.mustache\n"))
        #expect(try package.text("rel/env.sh.mustache") != "# mine\n")
    }

    @Test("without a terminal writes what is missing, keeps what is there and says so, and names --force")
    func withoutTerminal() throws {
        let package = try ExamplePackage()
        let mine = ["rel/env.sh.mustache", "config/runtime.yaml"]
        for file in mine { try package.write("# mine\n", to: file) }
        let outcome = package.run("init")
        #expect(outcome.status == 0)
        for file in Self.files {
            let verb = mine.contains(file) ? "keeping" : "creating"
            #expect(outcome.errorOutput.contains("* \(verb) \(file)\n"))
            #expect(try (package.text(file) == "# mine\n") == mine.contains(file))
        }
        let note = "note: what was there was kept; --force replaces rel/env.sh.mustache, config/runtime.yaml\n"
        #expect(outcome.errorOutput.hasSuffix(note))
        #expect(package.run("init", "--quiet") == ExamplePackage.Outcome(status: 0, output: "", errorOutput: ""))
    }

    @Test(
        "never writes a second configuration beside one of another format",
        arguments: ["json5", "json", "yml"],
        [[], ["--force"]]
    )
    func otherFormat(ending: String, options: [String]) throws {
        let package = try ExamplePackage()
        for name in ["config", "runtime"] { try package.write("{}", to: "config/\(name).\(ending)") }
        for terminal in [Terminal.none, .watched] {
            let outcome = package.run(["init"] + options, terminal: terminal)
            #expect(outcome.status == 0)
            #expect(outcome.errorOutput.contains("* keeping config/config.\(ending)\n"))
            #expect(outcome.errorOutput.contains("* keeping config/runtime.\(ending)\n"))
        }
        #expect(!package.exists("config/config.yaml") && !package.exists("config/runtime.yaml"))
        #expect(try package.text("config/config.\(ending)") == "{}")
        #expect(package.exists("rel/Release.swift"))
    }

    private static let described: JSONValue = [
        "schemaVersion": 1, "protocol": 1, "root": ["todo"],
        "applications": [["name": "todo", "version": "1.2.3", "dependencies": []]],
    ]

    @Test("writes a definition whose version is that of the program's application")
    func version() throws {
        let package = try ExamplePackage()
        try package.describe("todo", as: Self.described)
        package.run("init")
        let text = try package.text("rel/Release.swift")
        try package.define(text.replacing("import ReleaseDescription\n", with: ""))
        let outcome = package.run("build")
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        #expect(package.exists("_build/prod/rel/todo/releases/1.2.3"))
    }

    @Test("REL-093 refuses options it does not know, and any argument")
    func usage() throws {
        let package = try ExamplePackage()
        #expect(
            package.run("init", "--forse").errorOutput.contains("Unknown option '--forse'. Did you mean '--force'?")
        )
        let outcome = package.run("init", "todo")
        #expect(outcome.status == 64 && outcome.errorOutput.contains("Unexpected argument 'todo'"))
        #expect(!package.exists("rel"))
    }
}
