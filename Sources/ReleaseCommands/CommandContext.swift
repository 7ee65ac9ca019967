package import HostSystem

/// Everything a command may touch outside its own memory.
package struct CommandContext: Sendable {
    package var host: HostContext
    /// The real path of the running tool, from which the programs shipped with it are found.
    package var toolPath: String?

    package init(host: HostContext, toolPath: String? = nil) {
        self.host = host
        self.toolPath = toolPath
    }

    /// The process's own surroundings.
    package static func live() -> CommandContext {
        CommandContext(host: .live(), toolPath: FileTree.realPath(of: "/proc/self/exe"))
    }

    /// `path` made absolute, seen from the directory the command was called in.
    func absolute(_ path: String) -> String {
        FilePaths.normalized(FilePaths.join(host.directory, path))
    }
}
