import JSONValues
import NodeConfiguration
import Testing

@Suite("A configuration")
struct ConfigurationTests {
    private enum Color: String, ConfigurationDecodable, CaseIterable {
        case red, green
    }

    private let port = ConfigurationKey<Int>("todo.port", default: 5454)
    private let host = ConfigurationKey<String>("todo.host")
    private let token = ConfigurationKey<String>("todo.token", secret: true)

    private func configuration(_ values: [String: ConfigurationValue]) throws -> Configuration {
        try Configuration(ConfigurationValue.table(["todo": .table(values)]).json, from: .file("sys.config"))
    }

    @Test("gives the configured value of a key, or its default")
    func get() throws {
        #expect(try configuration(["port": .int(1)]).get(port) == 1)
        #expect(try Configuration().get(port) == 5454)
        #expect(try configuration(["port": .null]).get(port) == 5454)
    }

    @Test("APP-039 says what is not configured, and what is expected")
    func missing() throws {
        #expect(try Configuration().getIfSet(host) == nil)
        #expect(try Configuration().get(ConfigurationKey<String?>("todo.host")) == nil)
        let error = #expect(throws: ConfigurationError.self) { try Configuration().get(host) }
        #expect(error?.description == "todo.host is not configured; expected string")
    }

    @Test("says where a value of the wrong type stands, what is expected and what was found")
    func wrongType() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try configuration(["port": .string("many")]).get(port)
        }
        #expect(error?.description == "sys.config: todo.port: expected int, found the string \"many\"")
        let list = #expect(throws: ConfigurationError.self) {
            try configuration(["port": .list([])]).get(ConfigurationKey<[String: Int]>("todo.port"))
        }
        #expect(list?.description == "sys.config: todo.port: expected table of int, found a value of type list")
    }

    @Test("takes text that spells a value for it, as variables carry text alone")
    func spelled() throws {
        let configuration = try configuration([
            "i": .string("-3"), "b": .string("true"), "d": .string("1.5"), "n": .int(2), "c": .string("green"),
            "l": .list([.int(1), .string("2")]), "y": .bytes([1]),
        ])
        #expect(try configuration.get(ConfigurationKey<Int>("todo.i")) == -3)
        #expect(try configuration.get(ConfigurationKey<Bool>("todo.b")) == true)
        #expect(try configuration.get(ConfigurationKey<Double>("todo.d")) == 1.5)
        #expect(try configuration.get(ConfigurationKey<Double>("todo.n")) == 2)
        #expect(try configuration.get(ConfigurationKey<Color>("todo.c")) == .green)
        #expect(try configuration.get(ConfigurationKey<[Int]>("todo.l")) == [1, 2])
        #expect(try configuration.get(ConfigurationKey<[UInt8]>("todo.y")) == [1])
        let error = #expect(throws: ConfigurationError.self) {
            try configuration.get(ConfigurationKey<Color>("todo.i"))
        }
        #expect(error?.description == "sys.config: todo.i: expected one of red, green, found the string \"-3\"")
    }

    @Test("decodes the table of an application")
    func decode() throws {
        struct Settings: Codable, Equatable {
            var port: Int
            var hosts: [String]
        }
        let configuration = try configuration(["port": .int(1), "hosts": .list([.string("a")])])
        #expect(try configuration.decode(Settings.self, at: "todo") == Settings(port: 1, hosts: ["a"]))
        #expect(throws: ConfigurationError.self) { try Configuration().decode(Settings.self, at: "todo") }
    }

    @Test("reports every value of a wrong type at once")
    func problems() throws {
        let configuration = try configuration(["port": .string("x"), "host": .int(1)])
        #expect(
            configuration.problems(with: [port, host, token]).map(\.description) == [
                "sys.config: todo.host: expected string, found the int 1",
                "sys.config: todo.port: expected int, found the string \"x\"",
            ]
        )
    }

    @Test("never shows a secret: not described, dumped, reflected, or in errors")
    func secrets() throws {
        var configuration = try configuration(["token": .string("s3cret"), "port": .int(1)])
        configuration.hideSecrets(of: [port, token])
        #expect(configuration.description == "todo.port = 1  (sys.config)\ntodo.token = <secret>  (sys.config)")
        #expect(!String(reflecting: configuration).contains("s3cret"))
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("s3cret"))
        let error = #expect(throws: ConfigurationError.self) {
            try configuration.get(ConfigurationKey<Int>("todo.token", secret: true))
        }
        #expect(error?.description == "sys.config: todo.token: expected int, found a value of type string")
        let undecodable = #expect(throws: ConfigurationError.self) {
            try configuration.decode([String: Int].self, at: "todo")
        }
        #expect(undecodable.map { "\($0)".contains("s3cret") } == false)
    }

    @Test("remembers where each value was set, also when it is merged")
    func origins() throws {
        var configuration = try configuration(["port": .int(1), "host": .string("a")])
        var other = Configuration()
        other.set(.int(2), at: "todo.port", from: .variable("PORT"))
        configuration.merge(other)
        #expect(configuration["todo.port"] == .int(2))
        #expect(configuration.origin(of: "todo.port")?.description == "$PORT")
        #expect(configuration.origin(of: "todo.host")?.description == "sys.config")
        #expect(configuration.origin(of: "other.host") == nil)
    }

    @Test("CFG-002 CFG-004 CFG-005 REL-095 merges values below a key, replacing what is no table")
    func mergeBelow() throws {
        var configuration = try configuration(["http": .table(["a": .int(1), "t": .table(["x": .int(1)])])])
        configuration.merge(.table(["b": .int(2), "t": .table(["y": .int(2)])]), at: "todo.http")
        #expect(configuration["todo.http"]?.description == "{a: 1, b: 2, t: {x: 1, y: 2}}")
        configuration.merge(.string("off"), at: "todo.http.t")
        #expect(configuration["todo.http"]?.description == #"{a: 1, b: 2, t: "off"}"#)
        configuration.merge(.table(["z": .int(3)]), at: "todo.http.t")
        #expect(configuration["todo.http"]?.description == "{a: 1, b: 2, t: {z: 3}}")
        configuration.merge(.list([.int(1)]), at: "todo.http.a")
        configuration.merge(.list([.int(2)]), at: "todo.http.a")
        #expect(configuration["todo.http.a"] == .list([.int(2)]))
        #expect(configuration.origin(of: "todo.http.t.z") == nil)
    }

    @Test("CFG-014 is refused when an application is no table")
    func malformed() {
        let error = #expect(throws: ConfigurationError.self) { try Configuration(["todo": 1], from: .file("f")) }
        #expect(error?.description == "f: todo: expected table, found a value of type int")
        #expect(throws: ConfigurationError.self) { try Configuration([1], from: .file("f")) }
    }

    @Test("names keys that nothing reads, and the ones that were probably meant")
    func unknownKeys() throws {
        let configuration = try configuration([
            "prot": .int(1), "http": .table(["timeout": .int(1), "tmeout": .int(2)]), "extra": .table(["x": .int(1)]),
        ])
        let declared: [any ConfigurationKeyDeclaration] = [
            port, ConfigurationKey<Int>("todo.http.timeout"), ConfigurationKey<[String: Int]>("todo.limits"),
        ]
        #expect(
            configuration.unknownKeys(of: ["todo"], declared: declared).map(\.description) == [
                "sys.config: nothing reads the key todo.extra",
                "sys.config: nothing reads the key todo.http.tmeout; did you mean 'todo.http.timeout'?",
                "sys.config: nothing reads the key todo.prot; did you mean 'todo.port'?",
            ]
        )
        #expect(configuration.unknownKeys(of: ["todo"], declared: []).isEmpty)
    }

    @Test("as the runtime file of a release keeps the places of its values")
    func runtimeFile() throws {
        var configuration = Configuration()
        configuration.set(.string("${PORT}"), at: "todo.port")
        configuration.setOrigin(.position(file: "config/runtime.yaml", line: 2, column: 9), of: "todo.port")
        let written = RuntimeConfiguration(file: "config/runtime.yaml", configuration: configuration).json
        #expect(
            written == [
                "file": "config/runtime.yaml", "values": ["todo": ["port": "${PORT}"]],
                "positions": ["todo.port": [2, 9]],
            ]
        )
        let read = try RuntimeConfiguration(written, path: "runtime.config").configuration
        #expect(read.origin(of: "todo.port")?.description == "config/runtime.yaml:2:9")
        let error = #expect(throws: ConfigurationError.self) { try read.resolvingVariables(in: [:]) }
        #expect(
            error?.description
                == "config/runtime.yaml:2:9: todo.port needs the environment variable PORT, which is not set"
        )
        #expect(throws: ConfigurationError.self) { try RuntimeConfiguration([:], path: "runtime.config") }
    }
}

@Suite("A large configuration")
struct LargeConfigurationTests {
    @Test("is checked for unknown keys without comparing all of them with all declared ones")
    func unknownKeys() {
        var table: [String: ConfigurationValue] = [:]
        for number in 0..<10_000 { table["key_of_some_length_\(number)"] = .int(number) }
        let declared = (0..<100).map { ConfigurationKey<Int>(ConfigurationPath("todo.key_of_some_lenght_\($0)")) }
        let unknown = Configuration(["todo": .table(table)]).unknownKeys(of: ["todo"], declared: declared)
        #expect(unknown.count == 10_000)
        #expect(unknown.count { $0.suggestion != nil } == 50)
    }
}
