import HostSystem
import JSONValues
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("The tool release", .ownThread)
struct ToolTests {
    @Test("shows the help that reviewers have read", arguments: ["", "init", "build", "list", "config"])
    func help(_ command: String) throws {
        let package = try ExamplePackage()
        let outcome = command.isEmpty ? package.run("--help") : package.run("help", command)
        #expect(outcome.status == 0 && outcome.errorOutput == "")
        try expectSnapshot(outcome.output, named: command.isEmpty ? "help.txt" : "help-\(command).txt")
        #expect(package.run(command.isEmpty ? "help" : command, "-h").output == outcome.output)
    }

    @Test("shows its version")
    func version() throws {
        #expect(try ExamplePackage().run("--version").output == "\(ReleaseTool.version)\n")
    }

    @Test("suggests the command that was probably meant")
    func unknownCommand() throws {
        let outcome = try ExamplePackage().run("biuld")
        #expect(outcome.status == 64)
        #expect(outcome.errorOutput.hasPrefix("error: Unknown command 'biuld'. Did you mean 'build'?\nUsage: release"))
    }

    @Test("lists what is defined and what is built")
    func list() throws {
        let package = try ExamplePackage(products: ["api", "worker"])
        package.run("build", "api", "--env", "dev")
        let outcome = package.run("list")
        #expect(
            outcome.output == """
                Defined (one for each executable product):
                  api
                  worker

                Built:
                  api 0.1.0  dev  _build/dev/rel/api

                """
        )
        let json = try JSONValue(parsing: package.run("list", "--json").output)
        #expect(json["schemaVersion"] == 1 && json["defined"]?[1]?["name"] == "worker")
        #expect(json["built"]?[0]?["environment"] == "dev")
    }

    @Test("writes completion scripts that the shells accept", arguments: ["bash", "zsh", "fish"])
    func completions(_ shell: String) throws {
        let outcome = try ExamplePackage().run("--generate-completion-script", shell)
        #expect(outcome.status == 0)
        for word in ["build", "--overwrite", "--no-compile", "init"] {
            let bare = String(word.drop { $0 == "-" })
            #expect(outcome.output.contains(shell == "fish" ? bare : word))
        }
        guard shell == "bash" else { return }
        let checked = try runProgram("bash", ["-n"], input: .bytes(Array(outcome.output.utf8)))
        #expect(checked.status.isSuccess, "\(checked.errorText)")
    }

    @Test("refuses to complete for a shell it does not know")
    func unknownShell() throws {
        let outcome = try ExamplePackage().run("--generate-completion-script", "tcsh")
        #expect(outcome.status == 64 && outcome.errorOutput.contains("one of 'bash', 'zsh', 'fish'"))
    }
}

@Suite("What SwiftPM says", .ownThread)
struct SwiftOutputTests {
    @Test("is told apart: progress, chatter and messages")
    func lines() {
        #expect(
            CompilerLine("[12/340] Compiling Todo Todo.swift")
                == .progress(done: 12, total: 340, what: "Compiling Todo Todo.swift")
        )
        #expect(CompilerLine("Build of product 'todo' complete! (2.1s)") == .chatter)
        #expect(CompilerLine("a.swift:1:1: warning: unused") == .message("a.swift:1:1: warning: unused"))
        #expect(CompilerLine("[x] y") == .message("[x] y"))
    }

    @Test("tells which targets a product was linked from")
    func targets() {
        let list = "/b/release/Todo.build/a.swift.o\n/b/release/My_Lib.build/DerivedSources/x.swift.o\n/b/libz.a\n"
        #expect(LinkedTargets.modules(in: list) == ["Todo", "My_Lib"])
    }

    @Test("leaves out the resources of targets that were not linked")
    func foreignResources() throws {
        let directory = try TemporaryDirectory()
        try directory.write("\(directory.path)/Todo.build/a.o\n", to: "todo.product/Objects.LinkFileList")
        for bundle in ["p_Todo.resources", "p_Big_Todo.resources", "p_Other.resources"] {
            try directory.makeDirectory(bundle)
        }
        let accessors = ["Todo": "p_Todo", "Big_Todo": "p_Big_Todo", "Other": "p_Other"]
        for (target, bundle) in accessors {
            try directory.write(
                "let path = \"\(bundle).resources\"\n",
                to: "\(target).build/DerivedSources/resource_bundle_accessor.swift"
            )
        }
        let bundles = try LinkedTargets(of: "todo", in: directory.path).resourceBundles()
        #expect(bundles == [directory.path("p_Todo.resources")])
    }

    @Test("tells the version of the compiler")
    func version() {
        #expect(SwiftToolchain.version(in: "Swift version 6.3.1 (swift-6.3.1-RELEASE)") == "6.3.1")
        #expect(SwiftToolchain.version(in: "Apple Swift version 6.4-dev (LLVM abc)") == "6.4-dev")
    }
}
