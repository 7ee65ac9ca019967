import Posix

/// Where a program and what belongs to it lie.
enum ProgramDirectory {
    /// `lib/APP-VERSION` of the release at `root`; where there is none, the directory of the program.
    static func find(root: String?) -> String {
        let path = (try? CurrentProcess.executablePath()) ?? CommandLine.arguments.first ?? ""
        return find(program: path, root: root)
    }

    static func find(program: String, root: String?) -> String {
        let directory = parent(of: program)
        guard let root, directory.hasPrefix("\(root)/lib/"), directory.hasSuffix("/bin") else { return directory }
        return parent(of: directory)
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
