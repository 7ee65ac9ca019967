import HostSystem
import ReleaseModel

/// A release found below `_build`.
struct BuiltRelease: Hashable, Sendable {
    var name: String
    var version: String
    var environment: String
    /// The absolute path of the tree.
    var path: String

    /// Everything that was built for the package, in the order of environments and names.
    static func all(below root: String) throws(CommandError) -> [BuiltRelease] {
        try CommandError.wrapping { () throws(HostError) in
            var releases: [BuiltRelease] = []
            for environment in try directories(in: "\(root)/_build") {
                let parent = "\(root)/_build/\(environment)/rel"
                for name in try directories(in: parent) {
                    let path = "\(parent)/\(name)"
                    guard let version = try version(of: path) else { continue }
                    releases.append(BuiltRelease(name: name, version: version, environment: environment, path: path))
                }
            }
            return releases
        }
    }

    /// The version that a tree boots; nil when it is no release.
    private static func version(of path: String) throws(HostError) -> String? {
        let layout = ReleaseLayout(root: path, name: "", version: "", runtimeVersion: "", program: "")
        guard FileTree.exists(layout.startData) else { return nil }
        let words = try FileTree.readText(layout.startData).split(whereSeparator: \.isWhitespace)
        return words.count == 2 ? String(words[1]) : nil
    }

    private static func directories(in directory: String) throws(HostError) -> [String] {
        guard FileTree.isDirectory(directory) else { return [] }
        return try FileTree.names(in: directory).filter { name in
            !name.hasPrefix(".") && FileTree.isDirectory("\(directory)/\(name)")
        }
    }
}
