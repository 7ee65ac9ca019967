import HostSystem
import JSONValues
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("A release of a program that describes itself", .ownThread)
struct DescribedReleaseTests {
    private static let description: JSONValue = [
        "schemaVersion": 1, "protocol": 1, "root": ["todo"],
        "applications": [
            ["name": "database", "version": "3.1.0", "dependencies": []],
            [
                "name": "todo", "version": "1.2.0", "dependencies": ["database"],
                "secretKeys": ["todo.api_token"],
            ],
        ],
    ]

    private func package(_ manifest: String? = nil) throws -> ExamplePackage {
        let package = try ExamplePackage(manifest: manifest)
        try package.describe("todo", as: Self.description)
        return package
    }

    @Test("REL-006 has its applications in start order, and its version")
    func applications() throws {
        let package = try package()
        let outcome = package.run("build")
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let release = try package.json("_build/prod/rel/todo/releases/1.2.0/todo.rel")
        #expect(release["applications"]?.asArray?.compactMap { $0["name"]?.asString } == ["database", "todo"])
        #expect(release["program"]?["boot"] == true)
        #expect(outcome.errorOutput.contains("bin/todo rpc"))
    }

    @Test("REL-004 may have the version of another application")
    func otherVersion() throws {
        let package = try package(#"let releases = [Release("todo", version: .application("database"))]"#)
        #expect(package.run("build").status == 0)
        #expect(package.exists("_build/prod/rel/todo/releases/3.1.0"))
    }

    @Test("REL-015 cannot list an application that the program does not have")
    func unknownApplication() throws {
        let package = try package(#"let releases = [Release("todo", applications: ["databse"])]"#)
        let outcome = package.run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("unknown application 'databse'; did you mean 'database'?"))
    }

    @Test("REL-040 cannot start an application without one it needs")
    func startedWithout() throws {
        let package = try package(#"let releases = [Release("todo", applications: [.application("database", .load)])]"#)
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("'todo' is started (permanent), but 'database'"))
    }

    @Test("REL-047 REL-048 carries the build's configuration, with imports for the environment and any letters")
    func configuration() throws {
        let package = try package()
        try package.write(
            "todo:\n  workers: 3\n  greeting: ${GREETING}\nimport: ${RELEASE_ENV}.yaml\n",
            to: "config/config.yaml"
        )
        try package.write("todo:\n  workers: 9\n", to: "config/staging.yaml")
        try package.write("todo:\n  port: ${PORT:-80}\n", to: "config/runtime.yaml")
        let outcome = package.run("build", "--env", "staging", environment: ["GREETING": "grüß Gott ☀"])
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let version = "_build/staging/rel/todo/releases/1.2.0"
        #expect(try package.json("\(version)/sys.config") == ["todo": ["workers": 9, "greeting": "grüß Gott ☀"]])
        let runtime = try package.json("\(version)/runtime.config")
        #expect(runtime["file"] == "config/runtime.yaml" && runtime["values"]?["todo"]?["port"] == "${PORT:-80}")
        #expect(runtime["positions"]?["todo.port"]?[0] == 2)
    }

    @Test(
        "REL-052 refuses values in the build's configuration that have no form outside a program, naming their place",
        arguments: [".inf", "!pid 0.42.0", "!!binary '*'"]
    )
    func unwritable(_ value: String) throws {
        let package = try package()
        try package.write("todo:\n  ratio: \(value)\n", to: "config/config.yaml")
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("error: config/config.yaml:2:10"))
    }

    @Test("shows where a configuration file is wrong")
    func malformedConfiguration() throws {
        let package = try package()
        try package.write("todo:\n  workers: [1\n", to: "config/config.yaml")
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("error: config/config.yaml:"))
    }

    @Test("refuses a secret in the build's configuration")
    func secret() throws {
        let package = try package()
        try package.write("todo:\n  api_token: hunter2\n", to: "config/config.yaml")
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("'todo.api_token' is marked secret"))
        #expect(!outcome.errorOutput.contains("hunter2"))
    }

    @Test("says so when a configuration file that is named does not exist")
    func missingConfiguration() throws {
        let package = try package(#"let releases = [Release("todo", runtimeConfiguration: "config/boot.yaml")]"#)
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("names 'config/boot.yaml', which does not exist"))
    }
}
