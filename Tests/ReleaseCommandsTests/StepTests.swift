import HostSystem
import JSONValues
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("The steps of a release", .ownThread)
struct StepTests {
    private func package(_ steps: String, _ functions: String) throws -> ExamplePackage {
        try ExamplePackage(
            manifest: """
                \(functions)
                let releases = [Release("todo", version: "1.0.0", steps: [\(steps)])]
                """
        )
    }

    @Test("REL-073 see those that remain, and may append others")
    func appending() throws {
        let package = try package(
            #".step("first", first), .assemble, .step("last", { release in print("last", release.isAssembled); return release })"#,
            """
            func first(_ release: ReleaseBuild) throws -> ReleaseBuild {
                print("first sees", release.steps.map(\\.name))
                var release = release
                release.steps.append(.step("appended") { print("appended to", $0.name, $0.version); return $0 })
                return release
            }
            """
        )
        let outcome = package.run("build")
        #expect(outcome.status == 0)
        let lines = outcome.errorOutput.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"first sees ["assemble", "last"]"#))
        #expect(lines.contains("last true") && lines.contains("appended to todo 1.0.0"))
        #expect(lines.contains("[6/6] Running step appended"))
    }

    @Test("may add overlays and change settings before assembly")
    func changing() throws {
        let package = try package(
            #".step("more", more), .assemble"#,
            """
            func more(_ release: ReleaseBuild) throws -> ReleaseBuild {
                var release = release
                release.overlays.append(release.packagePath + "/more")
                release.cookie = "vanilla"
                release.includeExecutables = false
                return release
            }
            """
        )
        try package.write("more\n", to: "more/share/more.txt")
        #expect(package.run("build").status == 0)
        #expect(try package.text("_build/prod/rel/todo/share/more.txt") == "more\n")
        #expect(try package.text("_build/prod/rel/todo/releases/COOKIE") == "vanilla")
        #expect(!package.exists("_build/prod/rel/todo/bin"))
    }

    @Test("REL-019 are refused when one of them leaves a list that makes no sense")
    func nonsense() throws {
        let package = try package(
            #".step("again", again), .assemble"#,
            """
            func again(_ release: ReleaseBuild) throws -> ReleaseBuild {
                var release = release
                release.steps.append(.assemble)
                return release
            }
            """
        )
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("'steps' has .assemble more than once"))
    }

    @Test("cannot change what assembly has already used")
    func tooLate() throws {
        let package = try package(
            #".assemble, .step("late") { var release = $0; release.strip = .none; return release }"#,
            ""
        )
        let outcome = package.run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("step 'late' returns: has another 'strip', which has no effect after"))
    }

    @Test("end the build when one throws, with its error and status 1")
    func throwing() throws {
        let package = try package(
            #".assemble, .step("upload", upload)"#,
            """
            struct NoRoute: Error, CustomStringConvertible { var description: String { "no route to host" } }
            func upload(_ release: ReleaseBuild) throws -> ReleaseBuild { throw NoRoute() }
            """
        )
        let outcome = package.run("build")
        #expect(outcome.status == 1)
        #expect(outcome.errorOutput.hasSuffix("error: step 'upload' failed: rel/Release.swift: no route to host\n"))
    }

    @Test("REL-076 pack the release into an archive beside it, whose path is printed last")
    func tar() throws {
        let package = try package(".assemble, .tar", "")
        let outcome = package.run("build")
        #expect(outcome.status == 0)
        #expect(outcome.output == "_build/prod/rel/todo\n_build/prod/todo-1.0.0.tar.gz\n")
        #expect(outcome.errorOutput.contains("] Packing todo-1.0.0.tar.gz\n"))
        #expect(package.exists("_build/prod/todo-1.0.0.tar.gz"))
    }

    @Test("REL-077 pack it into its own directory when that is of the user's choice")
    func tarAtPath() throws {
        let package = try package(".assemble, .tar", "")
        #expect(package.run("build", "--path", "out").output == "out\nout/todo-1.0.0.tar.gz\n")
    }
}
