import Foundation
import Testing

@Suite("The tool, released by itself", .serialized)
struct ToolReleaseTests {
    @Test("builds a package's release where there is Swift but nothing of our sources", .timeLimit(.minutes(20)))
    func withoutSources() async throws {
        let scratch = try Scratch("tool")
        let tool = try await BuiltRelease.tool.copy(to: "\(scratch.path)/release")
        let package = try SmallPackage()
        try package.write(SmallPackage.definition(", steps: [.assemble, .tar]"), to: "rel/Release.swift")
        let program = try await tool.programPath
        let script = """
            set -e
            mount -t tmpfs tmpfs "$1"
            cd "$2"; exec "$3" build --overwrite
            """
        let built = try await Command("unshare", "-m", "sh", "-c", script, "sh", Places.package, package.root, program)
            .run()
        try expectSuccess(built)
        try await package.expectReleaseWorks()
        #expect(FileManager.default.fileExists(atPath: package.root + "/_build/prod/hello-1.0.0.tar.gz"))
    }

    @Test("the archive unpacks into a release that runs, and two builds give the same bytes")
    func reproducibleArchive() async throws {
        let package = try SmallPackage()
        try package.write(SmallPackage.definition(", steps: [.assemble, .tar]"), to: "rel/Release.swift")
        var sums: [String] = []
        for _ in 0..<2 {
            try await package.build()
            let archive = package.root + "/_build/prod/hello-1.0.0.tar.gz"
            sums.append(try await Command("sha256sum", archive).run().text)
            try await Command("rm", "-rf", package.root + "/_build/prod/rel").run().expectZero()
            let unpacked = package.scratch.path + "/unpacked\(sums.count)"
            try await Command("mkdir", unpacked).run().expectZero()
            try await Command("tar", "-xzf", archive, "-C", unpacked).run().expectZero()
            let node = Node(root: unpacked, name: "hello")
            try expectSuccess(try await node.run("daemon"))
            try expectSuccess(try await node.run("stop"))
        }
        #expect(sums[0] == sums[1])
    }

    @Test("swift package release builds like the tool itself", .timeLimit(.minutes(20)))
    func plugin() async throws {
        let scratch = try Scratch("plugin")
        let asPlugin = ["swift", "package", "--scratch-path", ".build/plugin", "--allow-writing-to-package-directory"]
        let listed = try await Command(asPlugin + ["release", "list"]).in(Places.package).run()
        #expect(listed.status == 0 && listed.output.contains("todo"), "\(listed)")
        let output = "\(scratch.path)/todo"
        let built = try await Command(asPlugin + ["release", "build", "todo", "--path", output]).in(Places.package)
            .run()
        #expect(built.status == 0, "\(built)")
        #expect(try await Node(root: output, name: "todo").run("version").text.hasPrefix("todo "))
    }
}

extension Node {
    /// The absolute path of the release's program.
    var programPath: String {
        get async throws {
            let found = try await Command("sh", "-c", "ls -d \"$1\"/lib/*/bin/\(name)", "sh", root).run()
            return try #require(found.text.split(separator: "\n").first.map(String.init), "\(found)")
        }
    }
}

extension CommandResult {
    func expectZero(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectSuccess(self, sourceLocation: sourceLocation)
    }
}
