import HostSystem
import JSONValues
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("rel/Release.swift", .ownThread)
struct ManifestTests {
    @Test("REL-003 REL-010 says what the default release is like")
    func settings() throws {
        let package = try ExamplePackage(
            products: ["todo", "Worker"],
            manifest: """
                let releases = Releases(default: "jobs") {
                    Release("todo", version: "1.0.0")
                    Release("jobs", product: "Worker", version: "2.0.0", path: "out/jobs", cookie: "chocolate", overwrite: true)
                }
                """
        )
        for _ in 1...2 {
            let outcome = package.run("build")
            #expect(outcome.status == 0 && outcome.output == "out/jobs\n", "\(outcome.errorOutput)")
        }
        #expect(try package.text("out/jobs/releases/COOKIE") == "chocolate")
        #expect(try package.json("out/jobs/releases/2.0.0/jobs.rel")["program"]?["name"] == "Worker")
    }

    @Test("REL-008 works out the definition of the release that is built, and no other")
    func deferred() throws {
        let package = try ExamplePackage(
            manifest: """
                struct Unwanted: Error {}
                func version() -> String { print("asking"); return "3.\\(1)" }
                let releases = [
                    Release("todo") { Release("todo", version: .string(version())) },
                    Release("other") { throw Unwanted() },
                ]
                """
        )
        let outcome = package.run("build", "todo")
        #expect(outcome.status == 0 && outcome.errorOutput.contains("asking\n"))
        #expect(package.exists("_build/prod/rel/todo/releases/3.1"))
        let failed = package.run("build", "other")
        #expect(failed.status == 78 && failed.errorOutput.contains("error: rel/Release.swift: Unwanted()"))
    }

    @Test("is compiled with all sources of its module and of what that imports, which the tool carries")
    func sources() throws {
        let coders = ["Codable", "CodingKey", "Decoder", "Encoder", "EncodingNode"]
        for module in DescriptionModule.modules {
            let names = try FileTree.names(in: "\(BuiltProducts.packageRoot())/Sources/\(module)")
            let expected = names.filter { name in !coders.contains { name.contains("\($0).swift") } }
            let carried = DescriptionModule.sources.filter { $0.module == module }.map(\.name)
            #expect(Set(carried) == Set(expected), "Sources/CDescription lists them")
        }
    }

    @Test("is compiled again only when it changes")
    func cached() throws {
        let package = try ExamplePackage(manifest: #"let releases = [Release("todo", version: "1.0.0")]"#)
        #expect(package.run("list").output.contains("todo (default)"))
        let compiled = try FileTree.names(in: package.path(".build/releases/.release"))
        package.run("list")
        #expect(try FileTree.names(in: package.path(".build/releases/.release")) == compiled)
        try package.define(#"let releases = [Release("next", version: "1.0.0")]"#)
        #expect(package.run("list").output.contains("next (default)"))
    }

    @Test("that does not compile is shown with the compiler's words, its line and its column")
    func compilerError() throws {
        let outcome = try ExamplePackage(manifest: "\nlet releases = [Release(\"todo\", vesion: \"1\")]").run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("rel/Release.swift:3:24: error: incorrect argument label"))
        #expect(outcome.errorOutput.hasSuffix("error: rel/Release.swift does not compile\n"))
    }

    @Test("must define a variable named releases")
    func noReleases() throws {
        let outcome = try ExamplePackage(manifest: #"let release = Release("todo")"#).run("build")
        #expect(outcome.status == 78)
        #expect(
            outcome.errorOutput
                == "error: rel/Release.swift defines no variable named 'releases'\n"
                + "note: define one: let releases = [Release(\"NAME\")]\n"
        )
    }

    @Test("that ends by itself is reported with how it ended")
    func crash() throws {
        let package = try ExamplePackage(
            manifest:
                "import Glibc\nlet releases = [Release(\"todo\")]\nif !releases.isEmpty { print(\"leaving\"); exit(3) }"
        )
        let outcome = package.run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput == "leaving\nerror: rel/Release.swift ended by itself (exit status 3)\n")
    }

    @Test("REL-018 cannot give a release an invalid name")
    func invalidName() throws {
        let outcome = try ExamplePackage(manifest: #"let releases = [Release("To-do")]"#).run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("invalid release name 'To-do'"))
    }

    @Test("REL-021 must say which product a release runs when none has its name")
    func whichProduct() throws {
        let package = try ExamplePackage(
            products: ["api", "worker"],
            manifest: #"let releases = [Release("todo", version: "1.0.0")]"#
        )
        let outcome = package.run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("no executable product is named like release 'todo'"))
        #expect(outcome.errorOutput.contains("api, worker; say which: Release(\"todo\", product: \"…\")"))
    }

    @Test("REL-022 makes a release of one product among several when it says which")
    func namedProduct() throws {
        let package = try ExamplePackage(
            products: ["api", "worker"],
            manifest: #"let releases = [Release("todo", product: "worker", version: "1.0.0")]"#
        )
        #expect(package.run("build").status == 0)
        #expect(package.exists("_build/prod/rel/todo/lib/worker-1.0.0/bin/worker"))
        try package.define(#"let releases = [Release("todo", product: "woker", version: "1.0.0")]"#)
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("did you mean 'worker'?"))
    }

    @Test("REL-030 may compute whether the runtime is included", arguments: [true, false])
    func computedRuntime(isIncluded: Bool) throws {
        let package = try ExamplePackage(
            manifest: """
                func wantsRuntime() -> Bool { \(isIncluded) }
                let releases = [Release("todo", version: "1.0.0", includeRuntime: .when(wantsRuntime()))]
                """
        )
        let outcome = package.run("build", "--json")
        #expect(try JSONValue(parsing: outcome.output)["linkage"]?.asString == (isIncluded ? "dynamic" : "none"))
    }

    @Test("REL-032 cannot take the runtime from where there is none")
    func missingRuntime() throws {
        let package = try ExamplePackage(
            manifest: #"let releases = [Release("todo", version: "1.0.0", includeRuntime: .directory("/no/such"))]"#
        )
        let outcome = package.run("build")
        #expect(
            outcome.status == 78 && outcome.errorOutput.contains("names '/no/such', where there is no libswiftCore.so")
        )
    }
}
