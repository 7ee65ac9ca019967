import ConfigurationYAML
import NodeConfiguration
import Posix
import TestSupport
import Testing

@Suite("A reader of configuration files")
struct ConfigurationReaderTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(
            "{todo: {port: 1, http: {timeout: 5, hosts: ['a']}}, import: 'more.yaml'}",
            to: "main.json5"
        )
        try directory.write("todo:\n  http: {timeout: 6}\nimport: [last.json]\nlog: {level: info}\n", to: "more.yaml")
        try directory.write(#"{"todo": {"http": {"hosts": "none"}}}"#, to: "last.json")
    }

    private func reader(_ imports: ConfigurationReader.Imports = .allowed()) -> ConfigurationReader {
        ConfigurationReader(formats: [.yaml, .json, .json5], imports: imports)
    }

    private func message(_ body: () throws -> some Any) -> String? {
        #expect(throws: ConfigurationError.self) { _ = try body() }?.description
    }

    @Test(
        "CFG-009 CFG-017 REL-101 REL-104 REL-107 gives the configuration of a file and of what it imports, merged deeply"
    )
    func read() throws {
        let configuration = try reader().read(directory.path("main.json5"))
        #expect(
            configuration["todo"]?.description == #"{http: {hosts: "none", timeout: 6}, port: 1}"#
        )
        #expect(configuration["log.level"] == .string("info"))
    }

    @Test("CFG-019 REL-101 REL-106 gives the absolute paths of the files it read, the one begun last first")
    func imports() throws {
        let file = try reader().readImports(directory.path("./main.json5"))
        #expect(file.files == ["last.json", "more.yaml", "main.json5"].map(directory.path))
        #expect(file.configuration["todo.http.timeout"] == .int(6))
    }

    @Test("CFG-012 CFG-020 REL-102 REL-106 refuses imports where they are disabled, and the list of them")
    func disabled() throws {
        let reader = reader(.disabled)
        let main = directory.path("main.json5")
        #expect(
            message { try reader.readImports(main) }
                == "the imports of \(main) cannot be told, because this reader does not follow imports"
        )
        #expect(message { try reader.read(main) }?.hasPrefix("\(main):1:61: this file cannot import others") == true)
        #expect(try reader.read(directory.path("last.json"))["todo.http.hosts"] == .string("none"))
    }

    @Test("CFG-011 CFG-018 REL-103 refuses to import a file that counts as imported already, naming it")
    func already() throws {
        let reader = reader(.allowed(besides: [directory.path("last.json")]))
        let error = message { try reader.read(directory.path("main.json5")) }
        #expect(error?.contains("the import leads back to this file") == true)
        #expect(error?.contains(directory.path("last.json")) == true)
        try directory.write("import: self.yaml\n", to: "self.yaml")
        #expect(
            message { try self.reader().read(directory.path("self.yaml")) }?.contains("self.yaml imports") == true
        )
    }

    @Test("CFG-010 REL-105 REL-106 says which file is missing, cannot be read, or is a directory")
    func missing() throws {
        try directory.write("import: none.yaml\n", to: "lost.yaml")
        let lost = message { try reader().read(directory.path("lost.yaml")) }
        #expect(
            lost == "\(directory.path("lost.yaml")):1:9: cannot read \(directory.path("none.yaml")): "
                + "No such file or directory"
        )
        let none = directory.path("none.json")
        #expect(message { try reader().read(none) } == "cannot read \(none): No such file or directory")
        try directory.makeDirectory("folder.yaml")
        #expect(message { try reader().read(directory.path("folder.yaml")) }?.hasSuffix("Is a directory") == true)
    }

    @Test("CFG-008 CFG-018 REL-097 REL-098 REL-099 REL-100 tells a file the environment and the target, or refuses it")
    func environment() throws {
        let text = "todo: {env: '${RELEASE_ENV}', target: '${RELEASE_TARGET}'}"
        let told = ConfigurationReader(formats: [.yaml], environmentName: "prod", target: "device")
        let configuration = try told.evaluate(text, as: "f.yaml")
        #expect(configuration["todo"]?.description == #"{env: "prod", target: "device"}"#)
        let untold = ConfigurationReader(formats: [.yaml], variables: [:])
        #expect(
            message { try untold.evaluate(text, as: "f.yaml") } == """
                f.yaml:1:13: todo.env needs the environment variable RELEASE_ENV, which is not set
                f.yaml:1:39: todo.target needs the environment variable RELEASE_TARGET, which is not set
                """
        )
    }

    @Test("CFG-021 REL-108 gives for a text what it gives for a file with that text")
    func evaluate() throws {
        let path = directory.path("main.json5")
        let evaluated = try reader().evaluate(try directory.text(of: "main.json5"), as: path)
        let read = try reader().read(path)
        #expect(evaluated.values == read.values)
        #expect(evaluated.origin(of: "todo.http.timeout") == read.origin(of: "todo.http.timeout"))
    }

    @Test("CFG-013 takes a file of plain JSON, which is nothing but its value, as the configuration")
    func plainValue() throws {
        let configuration = try reader().read(directory.path("last.json"))
        #expect(configuration.values == ["todo": .table(["http": .table(["hosts": .string("none")])])])
    }

    @Test("CFG-014 CFG-016 REL-107 refuses what is no table of tables, naming the file and the entry")
    func malformed() {
        #expect(
            message { try reader().evaluate("todo: 5", as: "f.yaml") }
                == "f.yaml:1:7: 'todo' is an application, so keys with values are expected"
        )
        #expect(
            message { try reader().evaluate("[1, 2]", as: "f.json") }
                == "f.json:1:1: keys with values are expected, as in 'port: 5454'"
        )
        #expect(
            message { try reader().evaluate("todo: {[1]: 2}", as: "f.yaml") }
                == "f.yaml:1:8: the name of a key is expected"
        )
    }

    @Test("CFG-023 forgets what it read, also after a failure")
    func independence() throws {
        let reader = ConfigurationReader(formats: [.yaml], variables: ["A": "1"])
        _ = message { try reader.evaluate("todo: {a: '${A}', b: '${B}'}", as: "f.yaml") }
        let first = try reader.evaluate("todo: {a: '${A}'}", as: "f.yaml")
        let second = try reader.evaluate("other: {x: 1}", as: "f.yaml")
        #expect(first.values == ["todo": .table(["a": .string("1")])])
        #expect(second.values == ["other": .table(["x": .int(1)])])
    }

    @Test("knows formats by the ends of names, and says so when it does not")
    func formats() {
        #expect(
            message { try ConfigurationReader().evaluate("a: {}", as: "f.yaml") }
                == "f.yaml: the program does not link ConfigurationYAML, which reads YAML; read here are .json, .json5"
        )
        #expect(
            message { try reader().evaluate("", as: "f.toml") }
                == "f.toml: the name of a configuration file must end in .yaml, .yml, .json, .json5"
        )
    }

    @Test("says that a file is closed to it", .enabled(if: CurrentProcess.effectiveUser != 0))
    func closed() throws {
        let path = try directory.write("{}", to: "closed.json", mode: 0o000)
        #expect(message { try reader().read(path) } == "cannot read \(path): Permission denied")
    }

    @Test("says that a file cannot be reached")
    func unreachable() throws {
        let path = directory.path("loop.json")
        try Files.symbolicLink(at: path, to: "loop.json")
        #expect(message { try reader().read(path) } == "cannot read \(path): Too many levels of symbolic links")
    }
}
