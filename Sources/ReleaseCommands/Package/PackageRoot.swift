import HostSystem

/// Finds the package a command is about.
enum PackageRoot {
    /// The package at `path`, or the nearest one that holds the present directory.
    static func find(_ path: String?, in context: CommandContext) throws(CommandError) -> String {
        if let path {
            let root = context.absolute(path)
            guard FileTree.exists("\(root)/Package.swift") else {
                throw CommandError(.wrongConfiguration, "there is no Package.swift in '\(root)'")
            }
            return FileTree.realPath(of: root) ?? root
        }
        guard let root = nearest(to: context.host.directory) else {
            throw CommandError(
                .wrongConfiguration,
                "there is no Package.swift in '\(context.host.directory)' or above it",
                note: "change into a package, or name one: --package-path <directory>"
            )
        }
        return FileTree.realPath(of: root) ?? root
    }

    /// The nearest directory at or above `directory` with a Package.swift.
    static func nearest(to directory: String) -> String? {
        var current = directory
        while true {
            if FileTree.exists("\(current)/Package.swift") { return current }
            let parent = FilePaths.parent(of: current)
            if parent == current || parent == "." { return nil }
            current = parent
        }
    }
}
