import HostSystem
import TestSupport
import Testing

/// The articles of `Sources/NAME/NAME.docc`; their examples are the tests in `Tests/NAMEExampleTests`.
@Suite("The articles")
struct CatalogTests {
    private static let root = BuiltProducts.packageRoot()

    /// The modules that have articles.
    private static var catalogs: [String] {
        get throws {
            try FileTree.names(in: "\(root)/Sources").filter { FileTree.exists("\(root)/Sources/\($0)/\($0).docc") }
        }
    }

    private static func texts(in directory: String, ending: String) throws -> [(file: String, text: String)] {
        try FileTree.names(in: "\(root)/\(directory)").filter { $0.hasSuffix(ending) }
            .map { ("\(directory)/\($0)", try FileTree.readText("\(root)/\(directory)/\($0)")) }
    }

    @Test("show only Swift that the tests of the examples compile and run", arguments: try catalogs)
    func examples(module: String) throws {
        let articles = try Self.texts(in: "Sources/\(module)/\(module).docc", ending: ".md")
        let examples = try Self.texts(in: "Tests/\(module)ExampleTests", ending: ".swift")
        let comparison = ExampleComparison(
            articles: articles.flatMap { CodeBlock.fenced(in: $0.text, file: $0.file) },
            examples: examples.flatMap { CodeBlock.marked(in: $0.text, file: $0.file) }
        )
        for complaint in comparison.complaints { Issue.record("\(complaint)") }
        #expect(!comparison.articles.isEmpty, "\(module) has articles without code")
    }

    @Test("have examples that check what comes out", arguments: try catalogs)
    func checks(module: String) throws {
        for (file, text) in try Self.texts(in: "Tests/\(module)ExampleTests", ending: ".swift") {
            #expect(text.contains("@Test(") && text.contains("#expect("), "\(file) runs no example or checks none")
        }
    }
}
