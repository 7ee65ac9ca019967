import HostSystem
import Testing

/// The products that were built together with the running tests.
package enum BuiltProducts {
    /// The directory that holds them, such as `.build/debug`.
    package static func directory() throws -> String {
        // The test program is run from there: `NAMEPackageTests.xctest` is an executable beside the products. A helper
        // of the compiler that loads it instead has it as an argument.
        let candidates = [FileTree.realPath(of: "/proc/self/exe")].compactMap { $0 } + CommandLine.arguments
        for candidate in candidates where candidate.contains(".xctest") {
            let path = candidate.hasPrefix("/") ? candidate : FilePaths.join(HostContext.live().directory, candidate)
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            if let index = parts.firstIndex(where: { $0.hasSuffix(".xctest") }) {
                return parts[..<index].joined(separator: "/")
            }
        }
        throw MissingProduct(name: "(the test program)", directory: candidates.first ?? "unknown")
    }

    /// The absolute path of a built program.
    package static func program(_ name: String) throws -> String {
        let directory = try directory()
        let path = "\(directory)/\(name)"
        guard FileTree.exists(path) else { throw MissingProduct(name: name, directory: directory) }
        return path
    }

    /// The root of the package the tests belong to.
    package static func packageRoot(filePath: String = #filePath) -> String {
        FilePaths.parent(of: FilePaths.parent(of: FilePaths.parent(of: filePath)))
    }
}

/// A product that is not where it should be.
package struct MissingProduct: Error, CustomStringConvertible {
    let name: String
    let directory: String

    package var description: String { "'\(name)' is not in \(directory); run: swift build" }
}
