import ConfigurationYAML
import NodeConfiguration
import TestSupport
import Testing

@Suite("An import")
struct YAMLImportTests {
    @Test("CFG-009 CFG-017 CFG-019 is read relative to its file, over what stands before and under what stands after")
    func order() throws {
        let directory = try TemporaryDirectory()
        let main = try directory.write(
            """
            todo: {port: 1, host: main, name: main}
            import: env/${ENV:-dev}.yaml
            other: {size: 3}
            """,
            to: "config/config.yaml"
        )
        try directory.write(
            "todo: {port: 2}\nother: {size: 1, kind: a}\nimport: [../last.yaml]\n",
            to: "config/env/test.yaml"
        )
        try directory.write("todo: {host: last}\n", to: "config/last.yaml")
        let file = try YAMLReader(environment: ["ENV": "test"]).read(main)
        #expect(file.configuration["todo"]?.description == #"{host: "last", name: "main", port: 2}"#)
        #expect(file.configuration["other"]?.description == #"{kind: "a", size: 3}"#)
        #expect(
            file.configuration.origin(of: "todo.port")?.description == directory.path("config/env/test.yaml") + ":1:14"
        )
        #expect(
            file.files == [
                directory.path("config/last.yaml"), directory.path("config/env/test.yaml"), main,
            ]
        )
    }

    @Test("CFG-010 of a missing file names it and the import")
    func missing() throws {
        let directory = try TemporaryDirectory()
        let main = try directory.write("import: none.yaml\n", to: "config.yaml")
        let error = #expect(throws: ConfigurationError.self) { try YAMLReader().read(main) }
        #expect(
            error?.description == "\(main):1:9: cannot read \(directory.path("none.yaml")): No such file or directory"
        )
    }

    @Test("CFG-011 that leads back to its file is refused, however the file is called")
    func cycle() throws {
        let directory = try TemporaryDirectory()
        let main = try directory.write("import: ./sub/b.yaml\n", to: "a.yaml")
        let other = try directory.write("import: ../sub/../a.yaml\n", to: "sub/b.yaml")
        let error = #expect(throws: ConfigurationError.self) { try YAMLReader().read(main) }
        #expect(
            error?.description
                == "\(other):1:9: the import leads back to this file: \(main) imports \(other) imports \(main)"
        )
    }

    @Test("CFG-012 is refused where imports are not allowed")
    func disabled() throws {
        let reader = YAMLReader(allowsImports: false)
        let error = #expect(throws: ConfigurationError.self) {
            try reader.read(text: "import: other.yaml", as: "config/runtime.yaml")
        }
        #expect(
            error?.description
                == "config/runtime.yaml:1:9: this file cannot import others: it is read on its own when the node boots"
        )
    }

    @Test("variables are replaced at the time of the file, and all that are missing are told together")
    func variables() throws {
        let directory = try TemporaryDirectory()
        let main = try directory.write("a: {x: '${A}'}\nimport: b.yaml\nc: {y: '${C:-3}'}\n", to: "a.yaml")
        try directory.write("b: {x: '${B:?say B}'}\n", to: "b.yaml")
        let error = #expect(throws: ConfigurationError.self) { try YAMLReader(environment: [:]).read(main) }
        #expect(
            error?.description == """
                \(main):1:8: a.x needs the environment variable A, which is not set
                \(directory.path("b.yaml")):1:8: b.x needs the environment variable B: say B
                """
        )
        let file = try YAMLReader(environment: ["A": "${B}", "B": "b"]).read(main)
        #expect(file.configuration["a.x"] == .string("${B}"))
        #expect(file.configuration["c.y"] == .string("3"))
        #expect(try YAMLReader().read(main).configuration["a.x"] == .string("${A}"))
    }
}
