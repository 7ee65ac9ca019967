import Glibc
package import HostSystem
import Testing

/// A directory of one test, removed with all it holds when the test lets go of it.
///
///     let directory = try TemporaryDirectory()
///     try directory.write("hello", to: "a/file.txt")
package final class TemporaryDirectory: Sendable {
    /// The absolute path, free of symbolic links.
    package let path: String

    package init() throws {
        let base = FileTree.realPath(of: "/tmp") ?? "/tmp"
        path = try FileTree.makeUniqueDirectory(prefix: "\(base)/swift-release-test-")
    }

    deinit {
        do {
            try FileTree.remove(path)
        } catch {
            Issue.record("the temporary directory stays: \(error)")
        }
    }

    /// The absolute path of `relative` below the directory.
    package func path(_ relative: String) -> String { "\(path)/\(relative)" }

    /// Writes a file, making the directories above it, and returns its absolute path.
    @discardableResult
    package func write(_ text: String, to relative: String, mode: UInt32 = 0o644) throws -> String {
        let target = path(relative)
        try FileTree.makeDirectory(FilePaths.parent(of: target))
        try FileTree.write(text, to: target, mode: mode)
        return target
    }

    /// Writes a file that may be no text.
    package func write(bytes: [UInt8], to relative: String, mode: UInt32 = 0o644) throws {
        try FileTree.write(bytes, to: path(relative), mode: mode)
    }

    /// Makes a directory with all above it, and returns its absolute path.
    @discardableResult
    package func makeDirectory(_ relative: String, mode: UInt32 = 0o755) throws -> String {
        try FileTree.makeDirectory(path(relative), mode: mode)
        return path(relative)
    }

    /// The text of a file below the directory.
    package func text(of relative: String) throws -> String { try FileTree.readText(path(relative)) }

    /// A host whose directory is this one, with the environment of the test program and outputs in memory.
    package func host(environment: [String: String] = [:]) -> HostContext {
        HostContext(
            environment: HostContext.live().environment.merging(environment) { $1 },
            directory: path
        )
    }
}
