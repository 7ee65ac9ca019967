import JSONValues
import Testing

@Suite("The JSON writer")
struct WritingTests {
    static let texts: [(JSONValue, String)] = [
        (nil, "null"), (true, "true"), (-7, "-7"), (1.0, "1.0"), (1e20, "1e+20"), (0.1, "0.1"), (.double(.nan), "null"),
        (.double(-.infinity), "null"), ("", #""""#),
        ("\"\\/\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}é😀", #""\"\\/\b\f\n\r\t\u0001\u001f"# + "\u{7f}é😀\""),
        ([], "[]"), ([1, [2]], "[1,[2]]"), ([:], "{}"), (["b": 1, "a": [:]], #"{"b":1,"a":{}}"#),
    ]

    @Test("writes compact text", arguments: texts)
    func writes(value: JSONValue, expected: String) {
        #expect(value.text() == expected)
        #expect(value.description == expected)
    }

    @Test("breaks lines and indents when asked to, keeping empty containers on their line")
    func pretty() {
        let value: JSONValue = ["b": [1, []], "a": [:], "c": ["d": nil]]
        #expect(
            value.text(pretty: true, sortedKeys: true) == """
                {
                  "a": {},
                  "b": [
                    1,
                    []
                  ],
                  "c": {
                    "d": null
                  }
                }
                """
        )
    }

    @Test("sorts the members of all levels when asked to")
    func sorted() {
        let value: JSONValue = ["b": ["z": 1, "é": 2, "A": 3], "a": 1]
        #expect(value.text(sortedKeys: true) == #"{"a":1,"b":{"A":3,"z":1,"é":2}}"#)
    }

    @Test("appends to bytes that are there")
    func appends() {
        var bytes = [UInt8]("x".utf8)
        JSONValue.array([1]).write(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x[1]")
    }

    @Test("is read back as the same value, number for number (seed 7)")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let value = RandomJSON.value(depth: 4, using: &random)
            #expect(try JSONValue(parsing: value.text()) == value)
            #expect(try JSONValue(parsing: value.text(pretty: true, sortedKeys: true)) == value)
        }
    }
}
