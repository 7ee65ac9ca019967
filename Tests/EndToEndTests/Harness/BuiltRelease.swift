import Foundation
import Testing

/// A release that the tool under test has built, once for all tests that ask for it.
actor BuiltRelease {
    static let todo = BuiltRelease("todo")
    static let tool = BuiltRelease("release")
    static let depot = BuiltRelease("depot") { output in
        try DepotPackage.write()
        return try await DepotPackage.build(catalogue: "bolts,nuts", into: output)
    }

    private let name: String
    private let build: @Sendable (_ output: String) async throws -> CommandResult
    private var building: Task<String, any Error>?

    private init(_ name: String, build: @escaping @Sendable (_ output: String) async throws -> CommandResult) {
        self.name = name
        self.build = build
    }

    /// A release of the package under test.
    private init(_ name: String) {
        self.init(name) { output in
            try await Command(Places.tool, "build", name, "--overwrite", "--path", output).in(Places.package).run()
        }
    }

    /// The root of the built release; do not write there: take a `copy()`.
    var root: String {
        get async throws {
            if let building { return try await building.value }
            let task = Task { [name, build] in
                let output = "\(Places.package)/.build/end-to-end/rel/\(name)"
                let result = try await build(output)
                guard result.status == 0 else { throw BuildFailure(result: result) }
                return output
            }
            building = task
            return try await task.value
        }
    }

    /// A failed expectation would count for the first test alone: all others that need the release would pass.
    private struct BuildFailure: Error, CustomStringConvertible {
        let result: CommandResult

        var description: String { "the release was not built: \(result)" }
    }

    /// The release as it arrives on another machine: unpacked into `folder`, nothing of the build left beside it.
    func copy(to folder: String) async throws -> Node {
        let result = try await Command("cp", "-a", try await root, folder).run()
        try #require(result.status == 0, "\(result)")
        return Node(root: folder, name: name)
    }
}

/// An unpacked release and the system that runs from it.
struct Node {
    let root: String
    let name: String
    var environment: [String: String] = [:]

    var script: String { "\(root)/bin/\(name)" }

    func command(_ words: String...) -> Command { Command([script] + words).with(environment) }

    @discardableResult
    func run(_ words: String...) async throws -> CommandResult {
        try await Command([script] + words).with(environment).run()
    }

    func with(_ variables: [String: String]) -> Node {
        var copy = self
        copy.environment.merge(variables) { $1 }
        return copy
    }

    /// The directory of the socket, the pid file and the log.
    var temporary: String { environment["RELEASE_TMP"] ?? "\(root)/tmp" }
}

/// Runs `body` with a fresh copy of the `todo` release, whose node is ended whatever happens.
func withTodo<Result>(
    _ environment: [String: String] = [:],
    _ body: (Node) async throws -> Result
) async throws -> Result {
    let scratch = try Scratch("todo")
    let node = try await BuiltRelease.todo.copy(to: "\(scratch.path)/todo")
        .with(["TODO_PORT": "0"]).with(environment)
    do {
        let result = try await body(node)
        try await node.run("stop", "--force")
        return result
    } catch {
        try await node.run("stop", "--force")
        throw error
    }
}
