import ControlProtocol
import HostSystem
import TestSupport
import Testing

@Suite("The documentation")
struct DocumentationTests {
    private let root = BuiltProducts.packageRoot()

    private func text(_ path: String) throws -> String {
        try FileTree.readText("\(root)/\(path)")
    }

    /// The cells of the rows of all tables in a Markdown text, without backquotes.
    private func rows(of text: String) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { $0.filter { $0 != "`" }.trimmed }
        }
    }

    private static let pages = [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/control-protocol.md",
        "docs/release-tool.md",
        "docs/decisions/0001-control-socket-thread.md", "docs/decisions/0002-native-build-system.md",
        "docs/decisions/0003-todo-storage.md", "Examples/README.md", "Examples/Plain/README.md",
    ]

    @Test("links only to what exists", arguments: pages)
    func links(page: String) throws {
        for link in try text(page).matches(of: /\]\((?<path>[^)#:]+)\)/) {
            let target = FilePaths.join(FilePaths.parent(of: "\(root)/\(page)"), String(link.path))
            #expect(FileTree.exists(target), "\(page) links to \(link.path)")
        }
    }

    @Test("has a README of at most 150 lines that opens with the two commands")
    func readmeOpening() throws {
        let lines = try text("README.md").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 151)
        #expect(
            lines.prefix(8).filter { $0.hasPrefix("make ") }.map { $0.prefix(9).trimmed } == ["make demo", "make test"]
        )
    }

    @Test("lists the exit codes that commands end with")
    func exitCodes() throws {
        let documented = rows(of: try text("README.md")).compactMap { Int32($0[0]) }
        #expect(documented.compactMap(ExitCode.init(rawValue:)).count == documented.count)
        #expect(documented == documented.sorted())
        let known = (Int32(0)...255).filter { ExitCode(rawValue: $0) != nil }
        #expect(documented == known)
    }

    @Test("explains the commands that the script of a release has")
    func commands() throws {
        let script = try text("templates/release/bin.sh.mustache")
        let known = Set(script.matches(of: #/(?m)^ +'  (?<name>[a-z]+) /#).map { String($0.name) })
        let section = try #require(try text("README.md").split(separator: "## Running it").last)
        let table = rows(of: String(section.split(separator: "## Exit codes")[0])).dropFirst(2)
        let names = table.flatMap { $0[0].split(separator: ",").map { $0.trimmed.prefix { $0 != " " } } }
        #expect(Set(names.map(String.init)) == known.subtracting(["help"]))
    }

    @Test("lists the methods that a node answers, with their parameters")
    func methods() throws {
        let page = try text("docs/control-protocol.md")
        for method in ControlMethod.allCases {
            let row = rows(of: page).first { $0[0] == method.rawValue }
            #expect(row != nil, "\(method.rawValue)")
            for parameter in method.parameters { #expect(row?[1].contains(parameter) == true, "\(parameter)") }
        }
    }

    @Test("says what each module is for")
    func modules() throws {
        let page = try text("docs/architecture.md")
        for module in try FileTree.names(in: "\(root)/Sources") {
            #expect(page.contains("`\(module)`") || page.contains("Sources/\(module)"), "\(module)")
        }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
