import HostSystem
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("A build that cannot succeed", .ownThread)
struct BuildFailureTests {
    @Test("shows what the compiler prints, ends with 1 and leaves the former release")
    func failingCompile() throws {
        let package = try ExamplePackage()
        package.run("build")
        package.swift.with { $0.failure = "[1/2] Compiling Main\nMain.swift:3:5: error: cannot find 'x' in scope" }
        let outcome = package.run("build", "--overwrite")
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(
            outcome.errorOutput.hasSuffix(
                "Main.swift:3:5: error: cannot find 'x' in scope\nerror: product 'todo' does not compile (exit status 1)\n"
            )
        )
        #expect(!outcome.errorOutput.contains("[1/2] Compiling Main\n"))
        #expect(package.exists("_build/prod/rel/todo/bin/todo"))
    }

    @Test("REL-012 REL-075 names the known releases when it does not know the one it is to build")
    func unknownRelease() throws {
        let outcome = try ExamplePackage().run("build", "tood")
        #expect(outcome.status == 64)
        #expect(outcome.errorOutput.hasPrefix("error: unknown release 'tood'; did you mean 'todo'?"))
    }

    @Test("REL-020 says which products there are when none is named")
    func severalProducts() throws {
        let outcome = try ExamplePackage(products: ["api", "worker"]).run("build")
        #expect(outcome.status == 64 && outcome.errorOutput.contains("release build api|worker"))
    }

    @Test("says that a package without an executable product has nothing to release")
    func noProducts() throws {
        let outcome = try ExamplePackage(products: []).run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("no executable product"))
    }

    @Test("says where it looked when there is no package")
    func noPackage() throws {
        let package = try ExamplePackage()
        let outcome = package.run("build", "--package-path", "elsewhere")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput == "error: there is no Package.swift in '\(package.path("elsewhere"))'\n")
    }

    @Test("says how to get Swift when there is none on PATH")
    func noSwift() throws {
        let outcome = try ExamplePackage().run("build", environment: ["PATH": "/nowhere"])
        #expect(outcome.status == 127)
        #expect(outcome.errorOutput.contains("program 'swift' was not found in /nowhere"))
        #expect(outcome.errorOutput.contains("https://swift.org/install"))
    }

    static let usage: [([String], String)] = [
        (["--ovewrite"], "Unknown option '--ovewrite'. Did you mean '--overwrite'?"),
        (["--nonsense"], "Unknown option '--nonsense'"),
        (["-z"], "Unknown option '-z'"),
        (["todo", "extra"], "Unexpected argument 'extra'"),
        (["--path"], "Missing value for '--path <directory>'"),
        (["--env", "--quiet"], "Missing value for '--env <env>'"),
        (["--quiet=yes"], "The option '--quiet' does not take any value"),
        (["-c", "fast"], "The value 'fast' is invalid for '--configuration <configuration>'."),
        (["-qv"], "The options '--quiet' and '--verbose' exclude each other"),
        (["-f", "--no-compile"], "The options '--force' and '--no-compile' exclude each other"),
    ]

    @Test("REL-093 refuses options it does not know, and arguments too many", arguments: usage)
    func wrongUsage(_ arguments: [String], _ message: String) throws {
        let package = try ExamplePackage()
        let host = HostContext(environment: [:], directory: package.root)
        let status = ReleaseTool(in: CommandContext(host: host)).run(["build"] + arguments)
        let text = try #require(host.errorOutput as? MemoryOutput).text
        #expect(status == 64)
        #expect(text.hasPrefix("error: \(message)"))
        #expect(
            text.hasSuffix(
                "Usage: release build [<name>] [<options>]\n  See 'release build --help' for more information.\n"
            )
        )
    }
}
