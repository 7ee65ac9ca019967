import ConfigurationYAML
import JSONValues
import NodeConfiguration
import TestSupport
import Testing

@Suite("A YAML file")
struct YAMLReaderTests {
    private func read(_ text: String) throws -> Configuration {
        try YAMLReader().read(text: text, as: "config/config.yaml").configuration
    }

    private func message(of text: String, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
        let error = #expect(throws: ConfigurationError.self, sourceLocation: sourceLocation) { try read(text) }
        return error?.description
    }

    @Test("gives values with the types of YAML 1.2, in which no and on are text")
    func scalars() throws {
        let configuration = try read(
            """
            a:
              int: 42
              negative: -7
              hex: 0xff
              octal: 0o17
              double: 1.50
              exponent: 1e3
              yes: yes
              on: on
              true: true
              null: ~
              empty:
              quoted: "5454"
              single: 'it''s'
              tagged: !!str 12
              version: 1.2.3
              dash: "-"
              block: |
                one
                two
              folded: >-
                one
                two
              binary: !!binary AP8=
              list: [1, two, {three: 3}]
            """
        )
        #expect(
            configuration["a"]?.json == [
                "binary": ["$bytes": "AP8="], "block": "one\ntwo\n", "dash": "-", "double": 1.5, "empty": nil,
                "exponent": 1000.0, "folded": "one two", "hex": 255, "int": 42, "list": [1, "two", ["three": 3]],
                "negative": -7, "null": nil, "octal": 15, "on": "on", "quoted": "5454", "single": "it's",
                "tagged": "12", "true": true, "version": "1.2.3", "yes": "yes",
            ]
        )
    }

    @Test("tells where each value stands")
    func positions() throws {
        let configuration = try read("todo:\n  port: 1\n  hosts:\n    - a\n    - b\n")
        #expect(configuration.origin(of: "todo.port")?.description == "config/config.yaml:2:9")
        #expect(configuration.origin(of: "todo.hosts.1")?.description == "config/config.yaml:5:7")
        let error = #expect(throws: ConfigurationError.self) {
            try configuration.get(ConfigurationKey<Bool>("todo.port"))
        }
        #expect(error?.description == "config/config.yaml:2:9: todo.port: expected bool, found the int 1")
    }

    @Test("may be empty, and an application without keys too")
    func empty() throws {
        #expect(try read("").values.isEmpty)
        #expect(try read("# nothing\n---\n").values.isEmpty)
        #expect(try read("todo:\n").values == ["todo": .table([:])])
    }

    @Test("knows anchors, aliases and merge keys")
    func anchors() throws {
        let configuration = try read(
            """
            base: &base {size: 1, name: base}
            one: {<<: *base, name: one}
            two: {<<: [{size: 5}, *base], same: *base}
            """
        )
        #expect(configuration["one"]?.json == ["name": "one", "size": 1])
        #expect(configuration["two"]?.json == ["name": "base", "same": ["name": "base", "size": 1], "size": 5])
    }

    @Test("refuses aliases that grow without bound, or contain themselves")
    func aliasBomb() throws {
        var text = "bomb:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "  a\(level): &a\(level) [\(aliases)]\n"
        }
        let bomb = try #require(message(of: text))
        #expect(bomb.contains("more than 250000 values"))
        #expect(bomb.hasPrefix("config/config.yaml:"))
        #expect(
            message(of: "a: &x {b: *x}") == "config/config.yaml:1:11: this alias stands inside of what it refers to"
        )
    }

    @Test(
        "names the place of what is wrong",
        arguments: [
            (
                "a: {b: 1",
                "config/config.yaml:2:1: while parsing a flow mapping that begins on line 1: did not find expected ',' or '}'"
            ),
            ("a:\n  b: 1\n  b: 2", "config/config.yaml:3:3: 'b' was already set on line 2"),
            ("a: 5", "config/config.yaml:1:4: 'a' is an application, so keys with values are expected"),
            ("- 1", "config/config.yaml:1:1: keys with values are expected, as in 'port: 5454'"),
            ("just text", "config/config.yaml:1:1: keys with values are expected, as in 'port: 5454'"),
            (
                "a: {b: *c}",
                "config/config.yaml:1:8: there is no '&' of this name before this '*'; quote text that begins with '*'"
            ),
            ("a: {b: !mine 1}", "config/config.yaml:1:8: this tag is not known here; quote text that begins with '!'"),
            ("a: {b: !!int x}", "config/config.yaml:1:8: a value of type int is expected, as its tag says"),
            ("a: {b: .inf}", "config/config.yaml:1:8: infinity and NaN are not values of a configuration"),
            (
                "a: {b: 99999999999999999999}",
                "config/config.yaml:1:8: this number does not fit into an int; quote it if it is text"
            ),
            ("a: {[1]: 2}", "config/config.yaml:1:5: the name of a key is expected"),
            ("a: {b: 1}\n---\nc: {d: 1}", "config/config.yaml:2:1: a configuration is one document"),
            ("a: {b: !!binary x}", "config/config.yaml:1:8: this is not base 64, which !!binary needs"),
        ]
    )
    func malformed(text: String, expected: String) {
        #expect(message(of: text) == expected)
    }

    @Test("that is no UTF-8 or holds control characters is refused with a place")
    func notText() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("a:\n  b: \u{1}\n", to: "config.yaml")
        let error = #expect(throws: ConfigurationError.self) { try YAMLReader().read(path) }
        #expect(error?.description.hasPrefix("\(path):2:6: ") == true)
    }

    @Test("nested too deeply is refused")
    func depth() throws {
        let text = "a: " + String(repeating: "[", count: 5000)
        #expect(message(of: text)?.contains("levels within each other") == true)
    }

    @Test("that is missing, or a directory, is refused with its name")
    func unreadable() throws {
        let directory = try TemporaryDirectory()
        let missing = directory.path("none.yaml")
        let error = #expect(throws: ConfigurationError.self) { try YAMLReader().read(missing) }
        #expect(error?.description == "cannot read \(missing): No such file or directory")
        #expect(throws: ConfigurationError.self) { try YAMLReader().read(directory.path) }
    }
}
