import ConfigurationProviders
import JSONValues
import NodeConfiguration
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("The configuration of a release", .ownThread)
struct ConfigurationReleaseTests {
    private static let description: JSONValue = [
        "schemaVersion": 1, "protocol": 1, "root": ["todo"],
        "applications": [
            [
                "name": "todo", "version": "1.2.0", "dependencies": [], "secretKeys": ["todo.api_token"],
                "fixedKeys": ["todo.workers", "todo.http.size", "todo.none"],
            ]
        ],
        "providers": [["name": "Vault", "state": ["made": true]]],
    ]

    private func package(_ settings: String = "") throws -> ExamplePackage {
        let package = try ExamplePackage(manifest: "let releases = [Release(\"todo\"\(settings))]")
        try package.describe("todo", as: Self.description)
        try package.write(
            "todo:\n  workers: 3\n  http: {size: 1}\nimport: ${RELEASE_ENV}.json5\n",
            to: "config/config.yaml"
        )
        try package.write("{todo: {http: {size: 2}, target: '${RELEASE_TARGET}'}}", to: "config/prod.json5")
        return package
    }

    private func recipe(_ package: ExamplePackage) throws -> JSONValue {
        try package.json("_build/prod/rel/todo/releases/1.2.0/providers.config")
    }

    @Test("CFG-008 REL-051 carries its providers as they were made, the extra values, and where every value stands")
    func providers() throws {
        let package = try package(
            """
            , providers: [
                .file("/etc/todo.json5", isOptional: true), .environment(prefix: "TODO"),
                .secrets(.variable("CREDENTIALS_DIRECTORY"), under: "todo"), .custom("Vault", ["address": "x", "n": 1]),
            ], extraConfiguration: ["todo": ["workers": 5]], keepConfiguration: .kept
            """
        )
        let outcome = package.run("build", environment: ["RELEASE_TARGET": "board"])
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let recipe = try recipe(package)
        #expect(
            recipe["providers"] == [
                [
                    "name": "file", "builtIn": true,
                    "state": ["path": "/etc/todo.json5", "isOptional": true, "imports": true],
                ],
                ["name": "environment", "builtIn": true, "state": ["prefix": "TODO"]],
                [
                    "name": "secrets", "builtIn": true,
                    "state": [
                        "directory": ["variable": "CREDENTIALS_DIRECTORY", "rest": ""], "under": "todo",
                        "isOptional": false,
                    ],
                ],
                ["name": "Vault", "builtIn": false, "state": ["made": true]],
            ]
        )
        #expect(recipe["extra"] == ["todo": ["workers": 5]] && recipe["keep"] == "kept")
        #expect(try package.json("asked.json") == [["name": "Vault", "options": ["address": "x", "n": 1]]])
        #expect(ConfigurationRecipe(recipe)?.providers.map(\.name) == ["file", "environment", "secrets", "Vault"])
        let version = "_build/prod/rel/todo/releases/1.2.0"
        #expect(
            try package.json("\(version)/sys.config")
                == ["todo": ["http": ["size": 2], "target": "board", "workers": 3]]
        )
        let origins = try package.json("\(version)/origins.config")
        #expect(
            origins == [
                "files": ["config/prod.json5", "config/config.yaml"],
                "positions": ["todo.http.size": [0, 1, 22], "todo.target": [0, 1, 34], "todo.workers": [1, 2, 12]],
            ]
        )
    }

    @Test("APP-048 CFG-039 CFG-041 REL-084 records the values of fixed keys, absent ones too, unless it is told not to")
    func fixed() throws {
        let checking = try package(", extraConfiguration: [\"todo\": [\"workers\": 5]]")
        #expect(checking.run("build").status == 0)
        #expect(
            try recipe(checking)["fixed"] == [
                ["key": "todo.workers", "value": 5], ["key": "todo.http.size", "value": 2], ["key": "todo.none"],
            ]
        )
        let careless = try package(", checksFixedKeys: false")
        #expect(careless.run("build").status == 0)
        #expect(try recipe(careless)["fixed"] == [])
    }

    static let mistakes: [(settings: String, message: String)] = [
        (#", providers: [.file("todo.json")]"#, "'todo.json' is no path of the host"),
        (#", providers: [.environment(prefix: "A-B")]"#, "the prefix 'A-B' is not the beginning of a variable's name"),
        (#", providers: [.custom("Vault", "refuse")]"#, "error: it refuses"),
        (#", providers: [.custom("Vault"), .custom("Vault")]"#, "does not make the configuration provider 'Vault'"),
        (#", extraConfiguration: ["todo": 5]"#, "'extraConfiguration' is no table with a table for each application"),
        (#", extraConfiguration: ["todo": ["api_token": "hunter2"]]"#, "'todo.api_token' is marked secret"),
    ]

    @Test(
        "CFG-026 CFG-028 is refused when the release is built and a provider or a value makes no sense",
        arguments: mistakes
    )
    func mistake(settings: String, message: String) throws {
        let outcome = try package(settings).run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains(message), "\(outcome.errorOutput)")
        #expect(!outcome.errorOutput.contains("hunter2"))
    }

    @Test("needs a program that links Boot for providers")
    func plain() throws {
        let package = try ExamplePackage(
            manifest: #"let releases = [Release("todo", version: "1.0.0", providers: [.environment(prefix: "A")])]"#
        )
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("need a program that links Boot"), "\(outcome)")
    }

    @Test("CFG-045 cannot import in the file that is read at boot")
    func runtimeImport() throws {
        let package = try package()
        try package.write("import: other.yaml\n", to: "config/runtime.yaml")
        let outcome = package.run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("error: config/runtime.yaml:1:9: this file cannot import others"))
    }

    @Test("may be written in JSON5 or JSON, in one file only")
    func formats() throws {
        let package = try ExamplePackage()
        try package.describe("todo", as: Self.description)
        try package.write("{todo: {workers: 0x7, /* why not */}}", to: "config/config.json5")
        try package.write(#"{"todo": {"port": "${PORT}"}}"#, to: "config/runtime.json")
        #expect(package.run("build").status == 0)
        #expect(try package.json("_build/prod/rel/todo/releases/1.2.0/sys.config") == ["todo": ["workers": 7]])
        #expect(
            try package.json("_build/prod/rel/todo/releases/1.2.0/runtime.config")["file"] == "config/runtime.json"
        )
        try package.write("{}", to: "config/config.json")
        let outcome = package.run("build", "--overwrite")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("there are config/config.json5 and config/config.json"))
    }

    // MARK: - release config

    @Test("is shown merged, with the origin of each key, without secrets and with the providers")
    func show() throws {
        let package = try package(
            ", providers: [.environment(prefix: \"TODO\"), .custom(\"Vault\")], extraConfiguration: [\"log\": [\"level\": \"info\"]]"
        )
        try package.write("todo:\n  port: ${PORT:-80}\n  api_token: ${API_TOKEN}\n", to: "config/runtime.yaml")
        let before = package.run("config", environment: ["RELEASE_TARGET": "board"])
        #expect(before.status == 0, "\(before.errorOutput)")
        let expected = """
            log.level = "info"  (rel/Release.swift)
            todo.api_token = <secret>  (config/runtime.yaml:3:14)
            todo.http.size = 2  (config/prod.json5:1:22)
            todo.port = "${PORT:-80}"  (config/runtime.yaml:2:9)
            todo.target = "board"  (config/prod.json5:1:34)
            todo.workers = 3  (config/config.yaml:2:12)
            at boot: environment TODO__, Vault

            """
        #expect(before.output == expected)
        // Once the program can be asked, it says itself what is secret.
        #expect(package.run("build").status == 0)
        #expect(package.run("config", "todo", environment: ["RELEASE_TARGET": "board"]).output == expected)
    }

    @Test("is shown as JSON, for another environment, and says what is wrong with it")
    func showJSON() throws {
        let package = try package()
        try package.write("{todo: {http: {size: 9}, password: 'hunter2'}}", to: "config/staging.json5")
        let outcome = package.run("config", "--json", "--env", "staging")
        let json = try JSONValue(parsing: outcome.output)
        #expect(
            json["keys"]?[0] == ["key": "todo.http.size", "value": 9, "origin": "config/staging.json5:1:22"]
        )
        #expect(json["providers"] == [])
        #expect(!outcome.output.contains("hunter2"))
        try package.write("{todo: {http: 1", to: "config/staging.json5")
        let broken = package.run("config", "--env", "staging")
        #expect(broken.status == 78)
        #expect(broken.errorOutput.contains("error: config/staging.json5:1:16: expected ',' or '}', found the end"))
        #expect(package.run("config", "nope").status == 64)
        #expect(package.run("config", "--env", "../x").status == 64)
    }
}
