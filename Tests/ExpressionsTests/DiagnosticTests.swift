import Expressions
import Testing

/// Expects `message` at the place that `1️⃣` marks in `text`.
private func expectDiagnostic(
    _ message: String,
    in text: String,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let parts = text.split(separator: "1️⃣", omittingEmptySubsequences: false)
    try #require(parts.count == 2, "one mark is needed", sourceLocation: sourceLocation)
    let error = await #expect(throws: EvaluationError.self, sourceLocation: sourceLocation) {
        try await evaluate(parts.joined())
    }
    guard case .invalid(let diagnostic)? = error else {
        Issue.record("no diagnostic but \(String(describing: error))", sourceLocation: sourceLocation)
        return
    }
    #expect(diagnostic.message == message, sourceLocation: sourceLocation)
    let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
    #expect(diagnostic.line == lines.count, sourceLocation: sourceLocation)
    #expect(diagnostic.column == (lines.last?.count ?? 0) + 1, sourceLocation: sourceLocation)
}

@Suite("A diagnostic")
struct DiagnosticTests {
    @Test("shows the line, and the place below it")
    func excerpt() async throws {
        let error = await #expect(throws: EvaluationError.self) {
            try await evaluate("let x = 1\n  Library.find(titel: \"é\")")
        }
        #expect(
            error?.description == """
                2:11: Library.find has no form with the labels (titel:); it is Library.find(String) -> Book
                    Library.find(titel: "é")
                            ^~~~
                """
        )
    }

    @Test("of a long line shows the part around the place")
    func longLine() async throws {
        let text = "[" + String(repeating: "1, ", count: 200) + "Libary.count()]"
        let error = await #expect(throws: EvaluationError.self) { try await evaluate(text) }
        let lines = error?.description.split(separator: "\n") ?? []
        #expect(lines.first == "1:602: unknown name 'Libary'; did you mean 'Library'?")
        #expect(lines.allSatisfy { $0.count < 140 })
    }

    @Test("names what was probably meant")
    func suggestions() async throws {
        try await expectDiagnostic("unknown name 'Libary'; did you mean 'Library'?", in: "1️⃣Libary.count()")
        try await expectDiagnostic("Library exports no 'cuont'; did you mean 'count'?", in: "Library.1️⃣cuont()")
        try await expectDiagnostic("unknown name 'count'; did you mean 'Library.count'?", in: "1️⃣count()")
        try await expectDiagnostic("unknown name 'qqq'; known are Library", in: "1️⃣qqq")
        try await expectDiagnostic(
            "argument 1 of Library.genre(Genre) -> Genre: Genre has no case 'crim'; did you mean '.crime'?",
            in: "Library.genre(1️⃣.crim)"
        )
        try await expectDiagnostic(
            "Book has no stored property 'titel'; did you mean 'title'?",
            in: "Library.books[0].1️⃣titel"
        )
        try await expectDiagnostic("unknown name 'boks'; did you mean 'books'?", in: "let books = 1; 1️⃣boks")
    }

    @Test("REL-R4 answers a wrong number of arguments with the signature")
    func argumentCount() async throws {
        try await expectDiagnostic(
            "Library.find takes 1 argument, not 2: Library.find(String) -> Book",
            in: "Library.1️⃣find(\"a\", \"b\")"
        )
        try await expectDiagnostic(
            "Library.books takes 2 arguments, not 0: Library.books(by: String, since: Int) -> [Book]",
            in: "Library.1️⃣books()"
        )
    }

    @Test("answers wrong labels with the signature and the nearest label")
    func labels() async throws {
        try await expectDiagnostic(
            "Library.books has no form with the labels (by:sinse:); did you mean 'since:'? "
                + "It is Library.books(by: String, since: Int) -> [Book]",
            in: "Library.1️⃣books(by: \"a\", sinse: 1)"
        )
    }

    @Test("answers a wrong type with the signature, at the argument")
    func types() async throws {
        try await expectDiagnostic(
            "argument 'since' of Library.books(by: String, since: Int) -> [Book]: Int expected, found String (\"x\")",
            in: "Library.books(by: \"a\", since: 1️⃣\"x\")"
        )
        try await expectDiagnostic(
            "argument 1 of Library.small(UInt8) -> Int: UInt8 expected, found Int (256)",
            in: "Library.small(1️⃣256)"
        )
        try await expectDiagnostic(
            "argument 1 of Library.find(String) -> Book: String expected, found [Book]",
            in: "Library.find(1️⃣Library.books)"
        )
        try await expectDiagnostic(
            "argument 1 of Library.find(String) -> Book: String expected, found nil",
            in: "Library.find(1️⃣nil)"
        )
        try await expectDiagnostic("this call gives no value to pass on", in: "Library.find(1️⃣Library.forget())")
    }

    @Test("says what is not stored, not there or nil")
    func access() async throws {
        try await expectDiagnostic("index 2 is out of range; there are 2 elements", in: "Library.books1️⃣[2]")
        try await expectDiagnostic(
            "an Int is expected as the index of an array, found String (\"a\")",
            in: "[1]1️⃣[\"a\"]"
        )
        try await expectDiagnostic("Int has no elements to index", in: "Library.count()1️⃣[0]")
        try await expectDiagnostic("Int has no stored property 'x'", in: "Library.count().1️⃣x")
        try await expectDiagnostic(
            "this is nil; write '?' behind it to go on only if it is not",
            in: "1️⃣Library.books[1].author.name"
        )
        try await expectDiagnostic("this is nil", in: "1️⃣Library.books[1].author!")
        try await expectDiagnostic(
            "methods of values cannot be called here, only exported functions",
            in: "Library.books.1️⃣sorted()"
        )
        try await expectDiagnostic(
            "Library.count is a function; call it with parentheses and arguments",
            in: "Library.1️⃣count"
        )
        try await expectDiagnostic(
            "'.crime' stands only where its type is known: as an argument",
            in: "1️⃣.crime"
        )
    }

    @Test(
        "says which part of Swift is missing",
        arguments: [
            ("1 1️⃣+ 2", "operators, closures and key paths are not part of call expressions"),
            ("1️⃣{ 1 }", "closures are not part of call expressions"),
            ("Library.find 1️⃣{ 1 }", "closures are not part of call expressions"),
            ("1️⃣if true", "'if' is not part of call expressions"),
            ("let x1️⃣: Int = 1", "types are not written in call expressions: let x = …"),
            ("try1️⃣? Library.count()", "'try?' is not part of call expressions; write 'try'"),
            ("(11️⃣, 2)", "tuples are not part of call expressions; use an array"),
            (
                "Library.genre(1️⃣.some(1))",
                "cases with values are not part of call expressions; export a function that makes them"
            ),
            ("\"a1️⃣\\(b)\"", "interpolation is not part of call expressions; pass the values as arguments"),
            ("let x = 1; x 1️⃣= 2", "values cannot be assigned; bind one with 'let name = …'"),
            ("11️⃣...2", "operators, closures and key paths are not part of call expressions"),
        ]
    )
    func unsupported(text: String, message: String) async throws {
        try await expectDiagnostic(message, in: text)
    }

    @Test(
        "says what is written wrongly",
        arguments: [
            ("Library.count1️⃣(", "this needs its ')'"), ("1️⃣[1, 2", "this needs its ']'"),
            ("1️⃣\"open", "this string does not end"),
            ("1️⃣/* open", "this comment does not end"), ("1️⃣12ab", "'12ab' is neither a number nor a name"),
            ("1️⃣9223372036854775808", "this number does not fit into Int"), ("1️⃣0x", "this number has no digits"),
            ("1️⃣1e", "this number's exponent has no digits"), ("1️⃣1e999", "this number does not fit into Double"),
            ("\"1️⃣\\q\"", "strings know the escapes \\n \\t \\r \\0 \\\\ \\\" \\' and \\u{…}"),
            ("\"1️⃣\\u{zz}\"", "\\u needs the hexadecimal number of a character in braces, as in \\u{1F600}"),
            ("1 1️⃣2", "'2' is not expected here; statements stand on lines of their own"),
            ("1️⃣\"\"\"a\"\"\"", "the content of a multi-line string begins on a new line"),
            ("1️⃣\"\"\"\n  a\n b\n  \"\"\"", "line 2 of this string is indented less than its closing quotes"),
            ("[1: 2, 31️⃣]", "':' and a value are expected"),
            ("Library.1️⃣", "the name of a member is expected after '.'"), ("let 1️⃣1", "a name is expected after 'let'"),
            ("let x 1️⃣1", "'=' is expected: let x = …"), ("1️⃣)", "')' is not expected here"),
            ("1️⃣`a", "a name in backticks needs its closing backtick"),
        ]
    )
    func malformed(text: String, message: String) async throws {
        try await expectDiagnostic(message, in: text)
    }
}
