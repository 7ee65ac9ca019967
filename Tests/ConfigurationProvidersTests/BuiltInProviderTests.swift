import ConfigurationProviders
import ConfigurationYAML
import JSONValues
import NodeConfiguration
import TestSupport
import Testing

@Suite("A built-in provider")
struct BuiltInProviderTests {
    private static let base = Configuration([
        "todo": .table(["port": .int(1), "apiToken": .string("old"), "http": .table(["size": .int(2)])])
    ])

    /// What a provider makes of the base, after its state went into a release and came out again.
    private func load(
        _ name: String,
        _ options: JSONValue,
        _ variables: [String: String] = [:]
    ) throws -> Configuration {
        let state = try BuiltInProviders.state(of: name, options: options)
        let carried = try JSONValue(parsing: state.text())
        let surroundings = ProviderSurroundings(variables: variables, formats: [.yaml, .json, .json5])
        return try BuiltInProviders.provider(name, state: carried).load(over: Self.base, in: surroundings)
    }

    private func message(_ body: () throws -> some Any) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    // MARK: - Paths

    @Test("CFG-028 REL-111 takes an absolute path, or a variable with a rest, and refuses all else when it is made")
    func paths() throws {
        for good: JSONValue in ["/etc/todo.json", ["variable": "HOME", "rest": "/todo.json"], ["variable": "FILE"]] {
            #expect(try BuiltInProviders.state(of: "file", options: ["path": good]) == ["path": normalized(good)])
        }
        for bad: JSONValue in [
            "todo.json", "", 5, ["variable": ""], ["variable": "A=B"], ["rest": "/x"], ["/a", "/b"],
        ] {
            #expect(message { try BuiltInProviders.state(of: "file", options: ["path": bad]) } != nil, "\(bad)")
        }
        #expect(
            message { try BuiltInProviders.state(of: "file", options: "todo.json") }
                == "'todo.json' is no path of the host: it must be absolute, or a variable followed by a path"
        )
    }

    private func normalized(_ path: JSONValue) -> JSONValue {
        guard let name = path["variable"] else { return path }
        return ["variable": name, "rest": path["rest"] ?? ""]
    }

    @Test("CFG-029 CFG-030 REL-112 joins what a variable holds and the rest as they are, and needs the variable")
    func resolution() throws {
        let path = HostPath.variable("ROOT", rest: ".d/todo.json")
        #expect(try path.resolved(in: ["ROOT": "/etc/todo"]) == "/etc/todo.d/todo.json")
        #expect(try HostPath("/etc/x").resolved(in: [:]) == "/etc/x")
        #expect(
            message { try path.resolved(in: [:]) }
                == "the path $ROOT.d/todo.json needs the environment variable ROOT, which is not set"
        )
    }

    // MARK: - Files

    @Test("CFG-024 REL-109 reads a file over the configuration, told environment and target, by path or by options")
    func file() throws {
        let directory = try TemporaryDirectory()
        try directory.write("todo: {env: '${RELEASE_ENV}', on: '${RELEASE_TARGET}', http: {ratio: 3}}", to: "a.yaml")
        let path = JSONValue.string(directory.path("a.yaml"))
        let told = try load("file", ["path": path, "environment": "prod", "target": "host"])
        #expect(
            told["todo"]?.description
                == #"{apiToken: "old", env: "prod", http: {ratio: 3, size: 2}, on: "host", port: 1}"#
        )
        let variables = ["RELEASE_ENV": "test", "RELEASE_TARGET": "x", "PLACE": directory.path]
        #expect(try load("file", path, variables)["todo.env"] == .string("test"))
        let indirect = try load("file", ["path": ["variable": "PLACE", "rest": "/a.yaml"]], variables)
        #expect(indirect["todo.env"] == .string("test"))
        #expect(indirect.origin(of: "todo.env")?.description == directory.path("a.yaml") + ":1:13")
        #expect(message { try load("file", path) }?.contains("needs the environment variable RELEASE_ENV") == true)
    }

    @Test("CFG-024 follows imports of a file unless it is told not to, and may do without the file")
    func fileOptions() throws {
        let directory = try TemporaryDirectory()
        try directory.write("import: b.json\n", to: "a.yaml")
        try directory.write(#"{"todo": {"b": true}}"#, to: "b.json")
        let path = JSONValue.string(directory.path("a.yaml"))
        #expect(try load("file", path)["todo.b"] == .bool(true))
        #expect(message { try load("file", ["path": path, "imports": false]) }?.contains("cannot import") == true)
        let none = JSONValue.string(directory.path("none.json"))
        #expect(try load("file", ["path": none, "isOptional": true]).values == Self.base.values)
        #expect(
            message { try load("file", none) }
                == "cannot read \(directory.path("none.json")): No such file or directory"
        )
        let variable: JSONValue = ["variable": "PLACE", "rest": "/a.yaml"]
        #expect(try load("file", ["path": variable, "isOptional": true]).values == Self.base.values)
        let set = try load("file", ["path": variable, "isOptional": true], ["PLACE": directory.path])
        #expect(set["todo.b"] == .bool(true))
        #expect(message { try load("file", ["path": variable]) }?.contains("PLACE") == true)
        try directory.write("import: gone.json\n", to: "c.yaml")
        let broken = JSONValue.string(directory.path("c.yaml"))
        #expect(message { try load("file", ["path": broken, "isOptional": true]) }?.contains("gone.json") == true)
    }

    // MARK: - Variables

    @Test("takes variables with a prefix: two underscores between names, which count in lower case")
    func environment() throws {
        let variables = [
            "TODO__PORT": "8080", "TODO__HTTP__TIME_LIMIT": "1.5", "TODO__APITOKEN": "t", "TODO__HTTP__": "",
            "TODO": "x",
            "TODO_PORT": "y", "OTHER__PORT": "z", "TODOS__PORT": "z",
        ].filter { $0.key != "TODO__HTTP__" }
        let configuration = try load("environment", ["prefix": "TODO"], variables)
        #expect(
            configuration["todo"]?.description
                == #"{apiToken: "t", http: {size: 2, time_limit: "1.5"}, port: "8080"}"#
        )
        #expect(configuration.values.keys.sorted() == ["todo"])
        #expect(try configuration.get(ConfigurationKey<Int>("todo.port")) == 8080)
        #expect(try configuration.get(ConfigurationKey<Double>("todo.http.time_limit")) == 1.5)
        #expect(configuration.origin(of: "todo.port")?.description == "$TODO__PORT")
    }

    @Test("takes numbered variables for a list, and puts values below any table")
    func lists() throws {
        let variables = [
            "APP__TODO__HOSTS__0": "a", "APP__TODO__HOSTS__1": "b", "APP__TODO__SIZES__1": "x",
            "APP__LOG__LEVEL": "info",
        ]
        let configuration = try load("environment", ["prefix": "APP", "under": ""], variables)
        #expect(configuration["todo.hosts"] == .list([.string("a"), .string("b")]))
        #expect(configuration["todo.sizes"] == .table(["1": .string("x")]))
        #expect(configuration["log.level"] == .string("info"))
        let below = try load("environment", ["prefix": "HTTP", "under": "todo.http"], ["HTTP__SIZE": "9"])
        #expect(below["todo.http.size"] == .string("9"))
    }

    @Test(
        "refuses variables that name no key, or contradict each other",
        arguments: [
            (["TODO____X": "1"], "the variable TODO____X names no key"),
            (["TODO__": "1"], "the variable TODO__ names no key"),
            (["TODO__A": "1", "TODO__A__B": "2"], "the variables TODO__A and TODO__A__B contradict each other"),
        ]
    )
    func badVariables(variables: [String: String], expected: String) {
        #expect(message { try load("environment", ["prefix": "TODO"], variables) }?.hasPrefix(expected) == true)
    }

    @Test("refuses a prefix that no variable can have", arguments: ["", "1A", "A-B", "A_", "A=B"])
    func badPrefix(prefix: String) {
        let error = message { try BuiltInProviders.state(of: "environment", options: ["prefix": .string(prefix)]) }
        #expect(error?.hasPrefix("the prefix '\(prefix)' is not the beginning of a variable's name") == true)
        #expect(
            message { try load("environment", ["prefix": "APP", "under": ""], ["APP__TODO": "1"]) }
                == "the variable APP__TODO names an application and no key of it"
        )
    }

    // MARK: - Secrets

    @Test("takes one key from each file of a directory, and never shows it")
    func secrets() throws {
        let directory = try TemporaryDirectory()
        try directory.write("s3cret\n", to: "run/todo.api_token")
        try directory.write("two\nlines\r\n", to: "run/todo.http.key")
        try directory.write(bytes: [0xff, 0x00], to: "run/todo.seed")
        try directory.write("x", to: "run/.hidden")
        try directory.makeDirectory("run/todo.folder")
        let configuration = try load("secrets", ["directory": .string(directory.path("run"))])
        #expect(configuration["todo.api_token"] == .string("s3cret"))
        #expect(configuration["todo.http.key"] == .string("two\nlines"))
        #expect(configuration["todo.seed"] == .bytes([0xff, 0]))
        #expect(configuration["todo.folder"] == nil)
        #expect(configuration.origin(of: "todo.api_token")?.description == directory.path("run/todo.api_token"))
        #expect(configuration.description.contains("todo.api_token = <secret>"))
        #expect(!configuration.description.contains("s3cret") && !configuration.description.contains("lines"))
        let below = try load("secrets", ["directory": .string(directory.path("run")), "under": "shop"])
        #expect(below["shop.todo.api_token"] == .string("s3cret"))
    }

    @Test("needs the directory of secrets unless it is optional, and files that are named like keys")
    func badSecrets() throws {
        let directory = try TemporaryDirectory()
        let none = JSONValue.string(directory.path("none"))
        #expect(
            message { try load("secrets", ["directory": none]) }
                == "cannot read \(directory.path("none")): No such file or directory"
        )
        #expect(try load("secrets", ["directory": none, "isOptional": true]).values == Self.base.values)
        let variable: JSONValue = ["variable": "CREDENTIALS_DIRECTORY"]
        #expect(try load("secrets", ["directory": variable, "isOptional": true]).values == Self.base.values)
        #expect(message { try load("secrets", ["directory": variable]) }?.contains("CREDENTIALS_DIRECTORY") == true)
        try directory.write("x", to: "run/token")
        let file = directory.path("run/token")
        #expect(
            message { try load("secrets", ["directory": .string(directory.path("run"))]) }
                == "\(file): the name of the file must be that of a key, such as todo.api_token"
        )
        try directory.write("x", to: "file")
        #expect(
            message { try load("secrets", ["directory": .string(directory.path("file"))]) }?
                .hasSuffix("Not a directory") == true
        )
    }
}
