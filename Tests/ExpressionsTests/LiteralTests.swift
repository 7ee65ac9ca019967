import Expressions
import JSONValues
import Testing

@Suite("A literal")
struct LiteralTests {
    @Test(
        "has the value that Swift gives it",
        arguments: [
            ("1", "1"), ("-7", "-7"), ("1_000_000", "1000000"), ("0xF", "15"),
            ("0b1010_1010", "170"), ("0o17", "15"), ("-0x10", "-16"), ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"), ("1.5", "1.5"), ("-2.5e3", "-2500.0"),
            ("1_0.2_5", "10.25"), ("2e2", "200.0"), ("true", "true"), ("false", "false"), ("nil", "nil"),
            ("[]", "[]"), ("[:]", "[:]"), ("[1, 2, 3,]", "[1, 2, 3]"), ("[1, 2.5]", "[1.0, 2.5]"),
            ("[\"a\"]", "[\"a\"]"), ("[1, \"a\"]", "[1, \"a\"]"), ("[\"k\": 1]", "[\"k\": 1]"),
            ("[1: 2]", "[AnyHashable(1): 2]"),
            ("(1)", "1"), ("[[1], [2, 3]]", "[[1], [2, 3]]"), ("let `x` = 2; `x`", "2"),
        ]
    )
    func values(text: String, expected: String) async throws {
        #expect(try await evaluate(text).text == expected)
    }

    @Test(
        "of text knows every escape",
        arguments: [
            (#""plain""#, "plain"), (#""a\tb\n\r\0\\\"\'""#, "a\tb\n\r\0\\\"'"), (#""\u{1F600}\u{e9}""#, "😀é"),
            (##"#"raw \n "quoted""#"##, #"raw \n "quoted""#), (##"#"a\#nb"#"##, "a\nb"), (#""ünï""#, "ünï"),
            ("\"\"\"\n  one\n    two\n\n  three \\\n  four\n  \"\"\"", "one\n  two\n\nthree four"),
            ("\"\"\"\n\"\"\"", ""), ("#\"\"\"\n\"\"\" \\n\n\"\"\"#", "\"\"\" \\n"),
        ]
    )
    func strings(text: String, expected: String) async throws {
        #expect(try await evaluate(text).json == .string(expected))
    }

    @Test("passes over comments, also nested ones")
    func comments() async throws {
        #expect(try await evaluate("// one\n/* two /* three */ */ 4 // five").text == "4")
    }
}
