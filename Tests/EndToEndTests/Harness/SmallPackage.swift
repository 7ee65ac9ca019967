import Foundation
import Testing

/// A package of one small program that links nothing of ours, in a directory of its own.
struct SmallPackage {
    let scratch: Scratch
    var root: String { scratch.path + "/hello" }
    var release: Node { Node(root: "\(root)/_build/prod/rel/hello", name: "hello") }

    init(program: String = Self.program) throws {
        scratch = try Scratch("package")
        try scratch.write(
            """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(name: "hello", targets: [.executableTarget(name: "hello")])
            """,
            to: "hello/Package.swift"
        )
        try scratch.write(program, to: "hello/Sources/hello/main.swift")
    }

    /// A program that says so when it runs, and stays until somebody ends it.
    static let program = """
        import Glibc
        print("hello runs")
        fflush(nil)
        while true { pause() }
        """

    func write(_ text: String, to name: String, mode: Int = 0o644) throws {
        try scratch.write(text, to: "hello/" + name, mode: mode)
    }

    func tool(_ words: String...) -> Command { Command([Places.tool] + words).in(root) }

    /// Builds the release and expects it to succeed.
    @discardableResult
    func build(_ words: String...) async throws -> CommandResult {
        try expectSuccess(try await Command([Places.tool, "build", "--overwrite"] + words).in(root).run())
    }

    /// Shows that the release that stands in the output folder still starts and stops.
    func expectReleaseWorks(_ sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try expectSuccess(try await release.run("daemon"), sourceLocation: sourceLocation)
        try expectSuccess(try await release.run("pid"), sourceLocation: sourceLocation)
        try expectSuccess(try await release.run("stop"), sourceLocation: sourceLocation)
    }

    /// A definition for this package with `settings` after the name.
    static func definition(_ settings: String) -> String {
        """
        import ReleaseDescription

        let releases = Releases {
            Release("hello", version: .string("1.0.0")\(settings))
        }
        """
    }
}
