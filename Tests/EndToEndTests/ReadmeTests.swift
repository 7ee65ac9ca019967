import Foundation
import Testing

@Suite("The README's example", .serialized)
struct ReadmeTests {
    @Test("is a package that depends on this one, builds, runs, and answers as it says", .timeLimit(.minutes(20)))
    func example() async throws {
        let readme = try String(contentsOfFile: Places.package + "/README.md", encoding: .utf8)
        let program = try #require(readme.codeBlock(beginning: "import Boot"))
        let session = try #require(readme.codeBlock(beginning: "$ swift run release build"))
        let scratch = try Scratch("greeter")
        try scratch.write(
            """
            // swift-tools-version: 6.1
            import PackageDescription
            let package = Package(
                name: "greeter",
                dependencies: [.package(name: "swift-release", path: "\(Places.package)")],
                targets: [
                    .executableTarget(name: "greeter", dependencies: [.product(name: "Boot", package: "swift-release")])
                ]
            )
            """,
            to: "Package.swift"
        )
        try scratch.write(program, to: "Sources/greeter/Greeter.swift")
        for (command, expected) in session.session where !command.hasPrefix("swift run release") {
            let node = try await Self.release(in: scratch)
            let result = try await Command("sh", "-c", command).in(scratch.path).run()
            #expect(result.status == 0 && result.text == expected, "\(result)")
            if result.status != 0 { try await node.run("stop", "--force") }
        }
    }

    /// Builds as the README says, with the tool that is being tested; the second time there is nothing to do.
    private static func release(in scratch: Scratch) async throws -> Node {
        let node = Node(root: scratch.path + "/_build/prod/rel/greeter", name: "greeter")
        if !FileManager.default.fileExists(atPath: node.script) {
            try expectSuccess(try await Command(Places.tool, "build").in(scratch.path).run())
        }
        return node
    }
}

extension String {
    /// The fenced block of a Markdown text whose first line begins like this.
    fileprivate func codeBlock(beginning start: String) -> String? {
        let fences = components(separatedBy: "```")
        for (index, block) in fences.enumerated() where index % 2 == 1 {
            let body = block.drop { $0 != "\n" }.dropFirst()
            if body.hasPrefix(start) { return String(body) }
        }
        return nil
    }

    /// The commands of a shown session, each with the output that stands below it.
    fileprivate var session: [(command: String, output: String)] {
        components(separatedBy: "$ ").dropFirst().map { part in
            let lines = part.split(separator: "\n", maxSplits: 1)
            let output = lines.count > 1 ? String(lines[1]).trimmingCharacters(in: .whitespacesAndNewlines) : ""
            return (String(lines[0]), output)
        }
    }
}
