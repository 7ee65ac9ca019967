import NodeConfiguration
import Testing

@Suite("A variable in a text")
struct VariableTests {
    private let environment = ["HOST": "example.org", "EMPTY": "", "NESTED": "${HOST}"]

    private func resolve(_ text: String) throws -> ConfigurationValue? {
        try Configuration(["a": .table(["k": .string(text)])]).resolvingVariables(in: environment)["a.k"]
    }

    @Test(
        "is replaced as a shell would",
        arguments: [
            ("${HOST}", "example.org"), ("http://${HOST}:${PORT:-80}/", "http://example.org:80/"), ("${EMPTY}", ""),
            ("${EMPTY:-x}", "x"), ("${EMPTY-x}", ""), ("${NONE-x}", "x"), ("${NONE:-}", ""),
            ("${NONE:-${OTHER:-deep}}", "deep"), ("${NONE:-a ${HOST} b}", "a example.org b"),
            ("${HOST:?m}", "example.org"),
            ("$${HOST}", "${HOST}"), ("$$", "$$"), ("5$", "5$"), ("$HOST", "$HOST"), ("}{", "}{"),
            ("${NESTED}", "${HOST}"), ("${EMPTY?m}", ""), ("ü${HOST}ü", "üexample.orgü"),
        ]
    )
    func replaced(text: String, expected: String) throws {
        #expect(try resolve(text) == .string(expected))
    }

    @Test("that is not set is reported together with all others, with key and message")
    func unset() throws {
        let values: [String: ConfigurationValue] = [
            "a": .string("${A}"), "b": .list([.string("x"), .string("${B:?the B to use} ${C}")]),
            "c": .string("${EMPTY:?must not be empty}"),
        ]
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(["app": .table(values)]).resolvingVariables(in: environment)
        }
        #expect(
            error?.description == """
                app.a needs the environment variable A, which is not set
                app.b.1 needs the environment variable B: the B to use
                app.b.1 needs the environment variable C, which is not set
                app.c needs the environment variable EMPTY: must not be empty
                """
        )
    }

    @Test(
        "that is written wrongly is refused, naming the key",
        arguments: [
            ("${}", "a '${' needs the name of a variable and a '}'; write '$${' for '${' itself"),
            ("${1A}", "a '${' needs the name of a variable and a '}'; write '$${' for '${' itself"),
            ("${HOST", "'${HOST' needs its '}'"), ("${HOST:-x", "'${HOST' needs its '}'"),
            ("${HOST!}", "'${HOST' is followed by '}', ':-' and a default, or ':?' and a message"),
            ("${HOST:}", "'${HOST' is followed by '}', ':-' and a default, or ':?' and a message"),
        ]
    )
    func malformed(text: String, reason: String) {
        let error = #expect(throws: ConfigurationError.self) { try resolve(text) }
        #expect(error?.description == "a.k: \(reason)")
    }

    @Test("cannot nest its defaults without end")
    func depth() {
        let text = String(repeating: "${A:-", count: 10_000) + String(repeating: "}", count: 10_000)
        #expect(throws: ConfigurationError.self) { try resolve(text) }
    }
}
