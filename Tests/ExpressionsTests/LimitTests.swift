import Expressions
import Testing

@Suite("The limits of a text")
struct LimitTests {
    private func message(of text: String, limits: ExpressionLimits = ExpressionLimits()) async -> String? {
        let error = await #expect(throws: EvaluationError.self) {
            try await Evaluator([], limits: limits).evaluate(text)
        }
        guard case .invalid(let diagnostic)? = error else { return nil }
        return diagnostic.message
    }

    @Test("refuse what is nested too deeply")
    func depth() async {
        let text = String(repeating: "[", count: 100_000)
        #expect(await message(of: text) == "more than 64 levels within each other are not read")
    }

    @Test("refuse chains that are too long")
    func chain() async {
        let text = "[1]" + String(repeating: ".first", count: 100_000)
        #expect(await message(of: text) == "more than 256 members behind each other are not read")
    }

    @Test("refuse texts that are too large")
    func size() async {
        var limits = ExpressionLimits()
        limits.bytes = 10
        #expect(await message(of: "\"0123456789\"", limits: limits) == "the text has 12 bytes; at most 10 are read")
    }

    @Test("let every prefix of a text end in a value or a message")
    func prefixes() async {
        let text = #"let a = Library.find("K\u{69}m"); [a.title: [1_0, 0xFF, -2.5e1, .crime]]["Kim"]?[0] // end"#
        for end in text.indices {
            _ = try? await evaluate(String(text[..<end]))
            _ = try? await evaluate(String(text[end...]))
        }
    }
}
