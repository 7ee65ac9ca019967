import Expressions
import JSONValues
import Testing

@Suite("A call")
struct CallTests {
    @Test("REL-R1 runs the exported function with its labels and gives its result")
    func call() async throws {
        let result = try await evaluate(#"Library.books(by: "Kipling", since: 1900)"#)
        #expect(result.json == [["title": "Kim", "year": 1901, "author": ["name": "Kipling"]]])
        #expect(result.text.hasPrefix("[ExpressionsTests.Library.Book(title: \"Kim\""))
    }

    @Test("tolerates try and await, and waits for asynchronous functions")
    func effects() async throws {
        #expect(try await evaluate(#"try await Library.echo("x")"#).text == "\"x\"")
    }

    @Test("of a function without a result gives no text")
    func noResult() async throws {
        #expect(try await evaluate("Library.forget()") == EvaluationResult(text: "", json: nil))
    }

    @Test("REL-R3 several statements run in order, and the last one is the result")
    func statements() async throws {
        let text = """
            let first = Library.echo("a"); let all = [first, "b"]
            Library.count()
            all
            """
        #expect(try await evaluate(text).text == #"["a", "b"]"#)
        #expect(try await evaluate("let x = 1\nreturn x\n2").text == "1")
        #expect(try await evaluate("let x = 1").text == "")
        #expect(try await evaluate("").text == "")
    }

    @Test("passes values of the program on as they are")
    func programValues() async throws {
        let text = """
            let kim = Library.find("Kim")
            Library.titles(of: [kim, ["title": "Emma", "year": 1815]])
            """
        #expect(try await evaluate(text).text == #"["Kim", "Emma"]"#)
        #expect(try await evaluate("Library.titles(of: Library.books)").text == #"["Kim", "Beowulf"]"#)
        #expect(try await evaluate("Library.half(of: Library.count())").text == "1.0")
    }

    @Test(
        "converts literals to what the function takes",
        arguments: [
            ("Library.half(of: 5)", "2.5"), ("Library.optional(nil)", "nil"), ("Library.optional(3)", "Optional(3)"),
            ("Library.small(255)", "255"), ("Library.genres([.crime, \"poetry\"])", "2"),
            ("Library.sums([\"a\": [1, 2]])", "[\"a\": 3]"), ("Library.sums([:])", "[:]"), ("Library.genres([])", "0"),
            ("Library.shelf(.lower)", "\"lower\""), ("Library.Shelves.count()", "2"), ("Library.count( )", "2"),
        ]
    )
    func conversions(text: String, expected: String) async throws {
        #expect(try await evaluate(text).text == expected)
    }

    @Test("takes an enum case by its name")
    func enumCases() async throws {
        #expect(try await evaluate("Library.genre(.poetry)").json == "poetry")
        #expect(try await evaluate("Library.genre(\"poetry\")").json == "poetry")
    }

    @Test("REL-R5 tells what the function threw, with its type and its words")
    func thrown() async throws {
        let error = try await #require(throws: EvaluationError.self) { try await evaluate(#"Library.find("Emma")"#) }
        #expect(error.description == "Library.find(_:) threw Missing: no book is called 'Emma'")
        guard case .thrown(let thrown as Library.Missing, _) = error else {
            Issue.record("the error itself is lost: \(error)")
            return
        }
        #expect(thrown.title == "Emma")
    }

    @Test("does not begin once the evaluation is cancelled")
    func cancelled() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await evaluate("Library.count()")
        }
        let error = try await #require(throws: EvaluationError.self) { try await task.value }
        #expect(error.description == "the evaluation was cancelled")
    }

    @Test("an exported name by itself lists its functions")
    func listing() async throws {
        let result = try await evaluate("Library")
        #expect(result.json?.asArray?.contains("Library.books(by: String, since: Int) -> [Book]") == true)
        #expect(result.json?.asArray?.contains("Library.forget()") == true)
        #expect(result.json?.asArray?.contains("Library.books: [Book]") == true)
    }
}
