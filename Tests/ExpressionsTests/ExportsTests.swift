@testable import Expressions
import Testing

@Suite("Exports")
struct ExportsTests {
    @Test("report a name whose labels are not as many as the arguments")
    func labelCount() {
        var exports = Exports(namespace: "Library")
        exports.add("find(title:year:)") { (title: String) in title }
        #expect(exports.functions.isEmpty)
        #expect(
            exports.problems.map(\.description) == [
                "'Library.find(title:year:)' cannot be exported: its name has 2 labels and its function takes 1 argument"
            ]
        )
    }

    @Test("report a property that takes arguments")
    func propertyWithArguments() {
        var exports = Exports(namespace: "Library")
        exports.add("find") { (title: String) in title }
        #expect(exports.problems == [.labelCount(name: "Library.find", labels: 0, arguments: 1)])
    }

    @Test(
        "report what is no name",
        arguments: ["", "1st()", "find(title)", "find(", "find)", "a..b()", "find(a b:)", "find()()"]
    )
    func malformed(name: String) {
        var exports = Exports(namespace: "Library")
        exports.add(name) { 1 }
        #expect(exports.problems == [.malformedName(namespace: "Library", name: name)])
    }

    @Test("report a name that is given twice, and let labels tell functions apart")
    func duplicates() async throws {
        var exports = Exports(namespace: "Library")
        exports.add("find(title:)") { (title: String) in "title \(title)" }
        exports.add("find(year:)") { (year: Int) in "year \(year)" }
        exports.add("find(title:)") { (title: String) in title }
        #expect(exports.problems == [.duplicate(name: "Library.find(title:)")])
        #expect(try await Evaluator([exports]).evaluate("Library.find(year: 1)").text == "\"year 1\"")
    }

    @Test("name every function with labels, and show its types")
    func names() {
        let functions = Library.exports().functions
        #expect(functions.map(\.name).contains("Library.books(by:since:)"))
        #expect(functions.map(\.name).contains("Library.books"))
        #expect(functions.map(\.signature).contains("Library.sums([String: [Int]]) -> [String: Int]"))
        #expect(functions.map(\.signature).contains("Library.optional(Int?) -> Int?"))
    }
}

@Suite("The way a text goes")
struct RoutingTests {
    private let evaluator = Evaluator([Library.exports()])

    @Test(
        "is that of a call when it uses only what calls have",
        arguments: [
            "Library.count()", "1", "[1, 2].count", "let x = Library.books; x.count", "try await Library.count()",
            "Library.nothing()", "Library.count(", "return Library.count()",
        ]
    )
    func calls(text: String) {
        #expect(evaluator.understands(text))
    }

    @Test(
        "is that of Swift when it needs a compiler",
        arguments: [
            "1 + 2", "Library.count() + 1", "Other.count()", "books.map { $0 }", "import Library", "\"\\(1)\"",
            "for x in y {}", "let x: Int = 1", "x",
        ]
    )
    func swift(text: String) {
        #expect(!evaluator.understands(text))
    }
}
