import JSONValues
import Testing

@Suite("The JSON parser")
struct ParsingTests {
    static let accepted: [(String, JSONValue)] = [
        ("null", nil), (" true ", true), ("false\n", false), ("\t0\r\n", 0), ("-0", 0), ("-12", -12),
        ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(9223372036854775808)), ("1.0", 1.0), ("-0.5e-2", -0.005), ("1E+2", 100.0),
        ("5e-324", .double(.leastNonzeroMagnitude)), ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
        (#""""#, ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{c}\n\r\tz"), (#""\u00e9\uD83d\ude00""#, "é😀"),
        (#""\u0000""#, "\0"), ("\"é😀\u{7f}\"", "é😀\u{7f}"), ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]),
        ("[1,[2,[]],{}]", [1, [2, []], [:]]), (#"{"a":{"b":[null]},"":1}"#, ["a": ["b": [nil]], "": 1]),
        (#"{"a":1,"b":2,"a":3}"#, ["a": 3, "b": 2]),
    ]

    @Test("reads every form a value can have", arguments: accepted)
    func accepts(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
        #expect(try JSONValue(parsing: [UInt8](text.utf8)) == expected)
        #expect(try JSONValue(parsing: AnyCollection([UInt8](text.utf8))) == expected)
    }

    static let refused: [(String, String)] = [
        ("", "1:1: expected a value, found the end"),
        ("nul", "1:1: expected 'null'"),
        ("True", "1:1: expected a value, found 'T'"),
        ("1 2", "1:3: expected nothing more, found '2'"),
        ("01", "1:1: a number cannot start with 0"),
        ("-", "1:2: expected a digit, found the end"),
        ("+1", "1:1: expected a value, found '+'"),
        (".5", "1:1: expected a value, found '.'"),
        ("1.", "1:3: expected a digit, found the end"),
        ("1e", "1:3: expected a digit, found the end"),
        ("0x10", "1:2: expected nothing more, found 'x'"),
        ("1e999", "1:1: number out of range"),
        ("NaN", "1:1: expected a value, found 'N'"),
        ("'a'", "1:1: expected a value, found '''"),
        ("\"a", "1:1: the string that starts here has no end"),
        ("\"a\\", "1:3: unfinished escape"),
        ("\"a\nb\"", "1:3: control characters in strings must be escaped"),
        (#""\x""#, "1:2: unknown escape"),
        (#""\u12g4""#, "1:2: expected four hexadecimal digits"),
        (#""\u12"#, "1:2: unfinished escape"),
        (#""\ud800""#, "1:2: half a surrogate pair"),
        (#""\ud800\n""#, "1:2: half a surrogate pair"),
        (#""\ud800\u0041""#, "1:2: half a surrogate pair"),
        (#""\udc00\ud800""#, "1:2: half a surrogate pair"),
        ("[1,]", "1:4: expected a value, found ']'"),
        ("[1 2]", "1:4: expected ',' or ']', found '2'"),
        ("[1", "1:3: expected ',' or ']', found the end"),
        ("{\"a\" 1}", "1:6: expected ':', found '1'"),
        ("{a:1}", "1:2: expected a name in quotes, found 'a'"),
        ("{\"a\":1,}", "1:8: expected a name in quotes, found '}'"),
        ("{\n  \"é\": tru\n}", "2:8: expected 'true'"),
        ("\u{feff}1", "1:1: expected a value, found byte 0xef"),
        ("// no", "1:1: expected a value, found '/'"),
        ("\u{c}1", "1:1: expected a value, found byte 0xc"),
    ]

    @Test("refuses what RFC 8259 does, naming line and column", arguments: refused)
    func refuses(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.description == message)
    }

    static let invalidUTF8: [([UInt8], Int)] = [
        ([0xff], 2), ([0x61, 0x80], 3), ([0xc0, 0xaf], 2), ([0xe2, 0x82], 2), ([0xed, 0xa0, 0x80], 2),
        ([0xf4, 0x90, 0x80, 0x80], 2), ([0xc3, 0xa9, 0xc3], 3), ([0x5c, 0x6e, 0xfe], 4),
    ]

    @Test("refuses invalid UTF-8, naming its column", arguments: invalidUTF8)
    func refusesInvalidUTF8(bytes: [UInt8], column: Int) {
        #expect(throws: JSONError.malformed(reason: "invalid UTF-8", line: 1, column: column)) {
            try JSONValue(parsing: [0x22] + bytes + [0x22])
        }
    }

    @Test("takes nesting up to its limit and no level more")
    func nesting() throws {
        let limits = JSONLimits(depth: 3)
        #expect(try JSONValue(parsing: "[[[1]]]", limits: limits) == [[[1]]])
        #expect(throws: JSONError.tooDeep(limit: 3, line: 1, column: 4)) {
            try JSONValue(parsing: "[[[[]]]]", limits: limits)
        }
        #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":{"a":{"a":{}}}}"#, limits: limits) }
    }

    @Test("survives 100,000 opening brackets, whatever depth is asked for", arguments: ["[", "{\"a\":"])
    func manyBrackets(opening: String) {
        let text = String(repeating: opening, count: 100_000)
        var limits = JSONLimits(depth: 1_000_000)
        limits.depth = 1_000_000
        #expect(throws: JSONError.self) { try JSONValue(parsing: text, limits: limits) }
        #expect(limits.depth == JSONLimits.greatestDepth)
    }

    @Test("refuses a text longer than its limit")
    func size() {
        #expect(throws: JSONError.tooLarge(limit: 4)) {
            try JSONValue(parsing: "12345", limits: JSONLimits(bytes: 4))
        }
    }

    @Test("never crashes on damaged texts and reads what it writes (seed 42)")
    func fuzz() throws {
        var random = SeededGenerator(seed: 42)
        for _ in 0..<3000 {
            var bytes = RandomJSON.value(depth: 3, using: &random).utf8()
            for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: value.utf8()) == value)
        }
    }
}
