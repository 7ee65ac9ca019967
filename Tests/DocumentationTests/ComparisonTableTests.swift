import HostSystem
import TestSupport
import Testing

@Suite("The table for those who come from Elixir")
struct ComparisonTableTests {
    private static let root = BuiltProducts.packageRoot()

    /// What Swift, its standard library, Foundation and the C library spell.
    private static let foreign: Set<String> = [
        "Array", "Codable", "DEBUG", "Data", "Dictionary", "Hasher", "Int", "JSONDecoder", "ProcessInfo", "String",
        "activeProcessorCount", "append", "break", "catch", "contentsOf", "count", "decode", "do", "dump", "element",
        "elements", "for", "forKey", "hasPrefix", "if", "import", "in", "index", "key", "map", "print", "random",
        "removeFirst",
        "removeValue", "return", "reversed", "setenv", "sorted", "throw", "to", "value", "write",
    ]

    private static var publicNames: PublicNames {
        get throws {
            let sources = try FileTree.names(in: "\(root)/Sources").flatMap { module in
                try swiftFiles(in: "\(root)/Sources/\(module)")
            }
            return PublicNames(of: try sources.map { try FileTree.readText($0) })
        }
    }

    private static func swiftFiles(in directory: String) throws -> [String] {
        try FileTree.names(in: directory).flatMap { name -> [String] in
            let path = "\(directory)/\(name)"
            if name.hasSuffix(".swift") { return [path] }
            return name.contains(".") ? [] : try swiftFiles(in: path)
        }
    }

    @Test("has a row for every function of the list, and spells nothing that does not exist")
    func table() throws {
        let list = try FileTree.readText("\(Self.root)/Tests/Conformance/elixir-functions.tsv")
        let functions = list.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t").joined(separator: ".") }
        let table = ComparisonTable(try FileTree.readText("\(Self.root)/Sources/OTP/OTP.docc/ComingFromElixir.md"))
        let words = try Self.publicNames.words.union(Self.foreign)
        for complaint in table.complaints(functions: functions, words: words) { Issue.record("\(complaint)") }
        #expect(functions.count > 180, "the list was not read")
    }

    private static let sample = ComparisonTable(
        """
        | Elixir | Swift | |
        | --- | --- | --- |
        | `Process.link` | ``ProcessContext/link(_:)`` | |
        | `Node.list` | — | Nodes are not connected. |
        """
    )

    @Test("reads functions, spellings and reasons")
    func rows() {
        #expect(Self.sample.rows.map(\.function) == ["Process.link", "Node.list"])
        #expect(Self.sample.rows.map(\.code) == [["ProcessContext/link(_:)"], []])
        #expect(
            Self.sample.complaints(functions: ["Process.link", "Node.list"], words: ["ProcessContext", "link"]) == []
        )
    }

    @Test("names a function without a row, a row without a function, and a spelling that does not exist")
    func faults() {
        #expect(
            Self.sample.complaints(functions: ["Process.link", "Process.unlink"], words: ["ProcessContext"]) == [
                "no row for Process.unlink",
                "line 4: Node.list is not in the list",
                "line 3: there is no public 'link' for `ProcessContext/link(_:)`",
            ]
        )
    }

    @Test("wants a reason where there is no spelling")
    func reasons() {
        let table = ComparisonTable("| `Node.list` | — | |\n| `Node.connect` | none | |\n| `Node.list` | `list` | |")
        #expect(
            table.complaints(functions: ["Node.list", "Node.connect"], words: ["list"]) == [
                "two rows for Node.list",
                "line 1: Node.list has neither a spelling nor a reason",
                "line 2: Node.connect has no spelling in code",
            ]
        )
    }

    @Test("knows the names and labels of public declarations only")
    func names() {
        let names = PublicNames(of: [
            """
            public protocol Watched {
                /// Looks at `everything`.
                func look(at place: Int)
            }
            struct Hidden { func hide() {} }
            public enum Mood {
                case good
                public func change(
                    to other: Mood
                ) -> Bool { switch self { case .good: false } }
                func keep() {}
            }
            """
        ])
        #expect(names.words.isSuperset(of: ["Watched", "look", "at", "Mood", "good", "change", "to"]))
        #expect(names.words.isDisjoint(with: ["Hidden", "hide", "keep", "everything"]))
    }
}
