import Posix

/// Names of files as texts.
package enum FilePath {
    /// A path without `.` and with as few `..` as its text allows, so that a file has one name.
    package static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    /// `file` seen from the directory of `path`.
    static func beside(_ path: String, _ file: String) -> String {
        guard !file.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return normalized(file) }
        return normalized("\(path[...slash])\(file)")
    }

    /// `path` seen from `root`, when there is one.
    static func below(_ root: String?, _ path: String) -> String {
        guard let root, !path.hasPrefix("/") else { return path }
        return "\(root)/\(path)"
    }

    /// `path` seen from the root.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let directory = try? CurrentProcess.workingDirectory() else { return path }
        return normalized("\(directory)/\(path)")
    }
}
