import Expressions
import JSONValues
import Testing

@Suite("A member or an index")
struct AccessTests {
    @Test(
        "reads what a value stores",
        arguments: [
            (#"Library.find("Kim").title"#, "\"Kim\""), (#"Library.find("Kim").author?.name"#, "\"Kipling\""),
            (#"Library.find("Kim").author!.name"#, "\"Kipling\""), (#"Library.find("Beowulf").author?.name"#, "nil"),
            ("Library.books[0].year", "1901"), ("Library.books.count", "2"), ("Library.books.isEmpty", "false"),
            ("Library.books.first?.year", "1901"), ("Library.books.last!.title", "\"Beowulf\""),
            ("Library.catalog.size", "3"), ("Library.catalog.pair.1", "\"r\""), ("Library.catalog.pair.left", "1"),
            ("Library.catalog.genres[.crime]", "Optional(2)"), ("Library.catalog.genres[\"crime\"]!", "2"),
            ("[\"a\": 1][\"b\"]", "nil"), ("[\"a\": 1].keys.count", "1"), ("[\"a\": 1].values.first", "Optional(1)"),
            ("[1, 2, 3][1]", "2"), ("[1, 2, 3].last", "Optional(3)"), ("\"text\".count", "4"),
            ("Library.books\n    .count", "2"), ("let b = Library.books; b[1].title", "\"Beowulf\""),
            ("Library.sums([\"a\": [1, 2]])[\"a\"]!", "3"), ("nil?.name.other", "nil"),
        ]
    )
    func reads(text: String, expected: String) async throws {
        #expect(try await evaluate(text).text == expected)
    }

    @Test("keys of a dictionary are written as a JSON array")
    func keysAsJSON() async throws {
        #expect(try await evaluate(#"["a": 1].keys"#).json == ["a"])
    }
}
