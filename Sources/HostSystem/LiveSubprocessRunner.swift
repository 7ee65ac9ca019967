import Glibc

/// Starts real programs, each in a process group of its own.
package struct LiveSubprocessRunner: SubprocessRunner {
    package init() {}

    package func run(_ subprocess: Subprocess) throws(HostError) -> SubprocessResult {
        var running = try RunningSubprocess(starting: subprocess)
        defer { running.closeAll() }
        return try running.waitForEnd()
    }
}

/// Finds programs the way a shell does.
package enum ProgramSearch {
    /// The path of the program called `name`: itself when it holds a slash, otherwise the first on `PATH` that can run.
    package static func path(of name: String, environment: [String: String]) throws(HostError) -> String {
        let searched = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        if name.contains("/") {
            guard access(name, F_OK) == 0 else { throw .programNotFound(name, searched: searched) }
            return name
        }
        for directory in searched.split(separator: ":", omittingEmptySubsequences: false) {
            let path = directory.isEmpty ? "./\(name)" : "\(directory)/\(name)"
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            if access(path, X_OK) == 0 { return path }
        }
        throw .programNotFound(name, searched: searched)
    }
}
