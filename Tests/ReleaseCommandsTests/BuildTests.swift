import HostSystem
import JSONValues
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("release build", .ownThread)
struct BuildTests {
    @Test("REL-001 makes a release of the only executable product when nothing is defined, and prints its path")
    func implicit() throws {
        let package = try ExamplePackage()
        let outcome = package.run("build")
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        #expect(outcome.output == "_build/prod/rel/todo\n")
        #expect(try package.text("_build/prod/rel/todo/releases/start_release.data") == "6.3.1 0.1.0\n")
        #expect(package.exists("_build/prod/rel/todo/lib/todo-0.1.0/bin/todo"))
        #expect(outcome.errorOutput.contains("[1/3] Compiling todo (release)\n"))
        #expect(outcome.errorOutput.contains("_build/prod/rel/todo/bin/todo start"))
    }

    @Test("REL-003 REL-082 obeys --path, --version and --quiet, and then says nothing but the path")
    func overrides() throws {
        let package = try ExamplePackage()
        let outcome = package.run("build", "--path", "out", "--version", "2.0.0", "--quiet")
        #expect(outcome.status == 0 && outcome.errorOutput == "")
        #expect(outcome.output == "out\n")
        #expect(package.exists("out/releases/2.0.0/todo.rel") && !package.exists("_build"))
    }

    @Test("prints one JSON object with --json")
    func json() throws {
        let package = try ExamplePackage()
        let result = try JSONValue(parsing: package.run("build", "--json", "--env", "staging").output)
        #expect(result["schemaVersion"] == 1 && result["name"] == "todo" && result["environment"] == "staging")
        #expect(
            result["path"]?.asString == "\(try #require(FileTree.realPath(of: package.root)))/_build/staging/rel/todo"
        )
        #expect(result["applications"]?[0]?["name"] == "todo")
    }

    @Test("REL-088 asks before it replaces a release of the same version, and does so when the answer is yes")
    func asks() throws {
        let package = try ExamplePackage()
        package.run("build", "--version", "1.0.0")
        let program = "_build/prod/rel/todo/lib/todo-1.0.0/bin/todo"
        let former = try package.text(program)
        package.swift.with { $0.programs["todo"] = "/bin/false" }
        let refused = package.run("build", "--version", "1.0.0", terminal: .watched, answers: ["n"])
        #expect(refused.status == 1 && refused.output == "")
        #expect(refused.errorOutput.contains("Release todo 1.0.0 exists already. Replace it? [Y/n]"))
        #expect(try package.text(program) == former)

        let accepted = package.run("build", "--version", "1.0.0", terminal: .watched, answers: [""])
        #expect(accepted.status == 0)
        #expect(try package.text(program) != former)
    }

    @Test("REL-088 does not ask without a terminal, but names --overwrite")
    func withoutTerminal() throws {
        let package = try ExamplePackage()
        package.run("build", "--version", "1.0.0")
        let refused = package.run("build", "--version", "1.0.0", answers: ["y"])
        #expect(refused.status == 64 && refused.output == "")
        #expect(
            refused.errorOutput
                == "error: release todo 1.0.0 exists already\nnote: pass --overwrite to replace it\n"
        )
        #expect(package.run("build", "--version", "1.0.0", "--overwrite").status == 0)
    }

    @Test("builds for the environment that --env or RELEASE_ENV names")
    func environments() throws {
        let package = try ExamplePackage()
        #expect(package.run("build", "--env", "dev").output == "_build/dev/rel/todo\n")
        #expect(package.run("build", environment: ["RELEASE_ENV": "test"]).output == "_build/test/rel/todo\n")
        let builds = package.swift.with { $0.builds }.filter { $0.contains("todo") }
        #expect(builds.allSatisfy { $0.contains("debug") })
        let refused = package.run("build", "--env", "../prod")
        #expect(refused.status == 64 && refused.errorOutput.contains("invalid environment '../prod'"))
    }

    @Test("links the program so that it finds its runtime beside itself, and passes on what it is given")
    func flags() throws {
        let package = try ExamplePackage()
        package.run("build", "-c", "debug", "-Xswiftc", "-DTRACE", "-Xlinker", "-lcurl", "--static-swift-stdlib")
        let build = try #require(package.swift.with { $0.builds }.first)
        let text = build.joined(separator: " ")
        #expect(text.contains("-c debug --product todo"))
        #expect(text.contains("-rpath -Xlinker $ORIGIN/../../../runtime-6.3.1/lib/swift/linux"))
        #expect(text.hasSuffix("--static-swift-stdlib -Xswiftc -DTRACE -Xlinker -lcurl"))
        let clients = try #require(package.swift.with { $0.builds }.last)
        #expect(clients.suffix(3) == ["--static-swift-stdlib", "-Xswiftc", "-static-executable"])
    }

    @Test("takes what was compiled before with --no-compile, and asks SwiftPM nothing when the package is unchanged")
    func noCompile() throws {
        let package = try ExamplePackage()
        let early = package.run("build", "--no-compile")
        #expect(early.status == 1 && early.errorOutput.contains("leave --no-compile out"))
        #expect(package.run("build").status == 0)
        let builds = package.swift.with { $0.builds.count }
        #expect(package.run("build", "--no-compile", "--overwrite").status == 0)
        #expect(package.swift.with { $0.builds.count } == builds)
        #expect(package.swift.with { $0.descriptions } == 1)
        try package.write("// changed\n", to: "Package.swift")
        package.run("build", "--no-compile", "--overwrite")
        #expect(package.swift.with { $0.descriptions } == 2)
    }

    @Test("compiles nodectl and nodeshell again only when their sources change")
    func clients() throws {
        let package = try ExamplePackage()
        try package.write("// one\n", to: "Sources/nodectl/main.swift")
        package.run("build")
        let clients = { package.swift.with { $0.builds }.filter { $0.contains("nodectl") }.count }
        #expect(package.run("build", "--overwrite").errorOutput.contains("[2/2] Assembling"))
        #expect(clients() == 1)
        try package.write("// another\n", to: "Sources/nodectl/main.swift")
        package.run("build", "--overwrite")
        #expect(clients() == 2)
    }

    @Test("takes along the resources of every target that was linked, under either name")
    func resources() throws {
        let package = try ExamplePackage()
        package.swift.with { $0.resources = ["Todo": "example_Todo.resources", "Assets": "other_Assets.bundle"] }
        package.run("build")
        let bin = "_build/prod/rel/todo/lib/todo-0.1.0/bin"
        #expect(try package.text("\(bin)/example_Todo.resources/file.txt") == "resource of Todo\n")
        #expect(try package.text("\(bin)/other_Assets.bundle/file.txt") == "resource of Assets\n")
    }

    @Test("shows how far it is on a terminal, in one line that it removes at the end")
    func progress() throws {
        let package = try ExamplePackage()
        let text = package.run("build", terminal: .watched).errorOutput
        #expect(text.contains("\r\u{1B}[2K[1/3] Compiling todo (release) (1/2) Compiling Main main.swift"))
        #expect(text.contains("\r\u{1B}[2K\n"))
    }
}
