import JSONValues
import NodeConfiguration
import TestSupport
import Testing

@Suite("A JSON5 file")
struct JSON5Tests {
    private func read(_ text: String) throws -> Configuration {
        try ConfigurationReader(formats: [.json5]).evaluate(text, as: "config/config.json5")
    }

    private func message(of text: String) -> String? {
        #expect(throws: ConfigurationError.self) { try read(text) }?.description
    }

    @Test("may have comments, trailing commas, other quotes, bare names, signs, hexadecimal numbers and long lines")
    func extensions() throws {
        let configuration = try read(
            #"""
            // to the end of the line
            {
              todo: { /* here
                         too */
                'single': 'it\'s "so"', "double": "x",
                hex: 0xFF, minus: -0x10, plus: +1, half: .5, five: 5., e: 1e3, zero: 0, point: -0.25,
                $dollar_ünï1: true, \u0061bc: null,
                escapes: "\x41\u00e9\ud83d\ude00\0\v\'\a",
                long: "one \
            line",
                list: [1, [2,], {a: 3,},],
              },
            }
            """#
        )
        #expect(
            configuration["todo"]?.json == [
                "single": "it's \"so\"", "double": "x", "hex": 255, "minus": -16, "plus": 1, "half": 0.5, "five": 5.0,
                "e": 1000.0, "zero": 0, "point": -0.25, "$dollar_ünï1": true, "abc": nil,
                "escapes": "Aé😀\0\u{b}'a", "long": "one line", "list": [1, [2], ["a": 3]],
            ]
        )
    }

    @Test("tells where each value stands, in characters, after any line end")
    func positions() throws {
        let configuration = try read("{todo: {\r\n  ü: 'é', port: 1,\u{2028} hosts: ['a',\n'b']}}")
        #expect(configuration.origin(of: "todo.port")?.description == "config/config.json5:2:17")
        #expect(configuration.origin(of: "todo.hosts")?.description == "config/config.json5:3:9")
        #expect(configuration.origin(of: "todo.hosts.1")?.description == "config/config.json5:4:1")
    }

    @Test(
        "names the place of what is wrong",
        arguments: [
            ("", "1:1: expected a value, found the end"), ("{", "1:2: expected the name of a key, found the end"),
            ("{a 1}", "1:4: expected ':', found '1'"), ("{a: {b: 1 c: 2}}", "1:11: expected ',' or '}', found 'c'"),
            ("{a: {b: [1 2]}}", "1:12: expected ',' or ']', found '2'"),
            ("{a: {,}}", "1:6: expected the name of a key, found ','"),
            ("{a: {b: yes}}", "1:9: this word is no value; put text in quotes"),
            ("{a: {b: Infinity}}", "1:9: infinity and NaN are not values of a configuration"),
            ("{a: {b: -NaN}}", "1:9: infinity and NaN are not values of a configuration"),
            ("{a: {b: 012}}", "1:9: a number cannot start with 0"),
            ("{a: {b: 0x}}", "1:11: expected a hexadecimal digit, found '}'"),
            ("{a: {b: 1x}}", "1:10: expected the end of the number, found 'x'"),
            ("{a: {b: 1e999}}", "1:9: number out of range"), ("{a: {b: .}}", "1:10: expected a digit, found '}'"),
            (
                "{a: {b: 99999999999999999999}}",
                "1:9: this number does not fit into an int; quote it if it is text"
            ),
            ("{a: {b: 'x\n'}}", "1:9: the string that starts here has no end on its line"),
            ("{a: {b: 'x", "1:9: the string that starts here has no end"), ("{a: {b: '\\1'}}", "1:10: unknown escape"),
            ("{a: {b: '\\ud800'}}", "1:10: half a surrogate pair"),
            ("{a: {b: '\\xg0'}}", "1:10: an escape needs 2 hexadecimal digits here"),
            ("{a: {}} /*", "1:9: the comment that starts here has no end"),
            ("{a: {}} 1", "1:9: expected nothing more, found '1'"),
            ("{a: {b: 1,\n b: 2}}", "2:2: 'b' was already set on line 1"), ("{'': {}}", "1:2: this key has no name"),
            ("{a: 5}", "1:5: 'a' is an application, so keys with values are expected"),
            ("[1]", "1:1: keys with values are expected, as in 'port: 5454'"),
        ]
    )
    func malformed(text: String, expected: String) {
        #expect(message(of: text) == "config/config.json5:\(expected)")
    }

    @Test("that is no UTF-8 is refused with a place")
    func notText() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("config.json5")
        try directory.write(bytes: [0x7b, 0x0a, 0x61, 0xff, 0x7d], to: "config.json5")
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationReader().read(path) }
        #expect(error?.description == "\(path):2:2: invalid UTF-8")
    }

    @Test("nested too deeply, or too long, is refused")
    func limits() {
        #expect(message(of: "{a: " + String(repeating: "[", count: 100_000))?.contains("64 levels") == true)
        #expect(message(of: String(repeating: " ", count: 17 << 20))?.contains("at most 16777216 are read") == true)
    }

    @Test("as plain JSON is read strictly, with places too")
    func strict() throws {
        let reader = ConfigurationReader()
        let configuration = try reader.evaluate("{\"todo\":\n {\"port\": 1}}", as: "config.json")
        #expect(configuration.origin(of: "todo.port")?.description == "config.json:2:11")
        for text in ["{todo: {}}", "{\"a\": {},}", "{\"a\": {}} // x", "{\"a\": {\"b\": 0x1}}"] {
            let error = #expect(throws: ConfigurationError.self) { try reader.evaluate(text, as: "config.json") }
            #expect(error?.description.hasPrefix("config.json:1:") == true, "\(text)")
        }
    }
}
