import CPosix
import Glibc

/// The process this code runs in.
package enum CurrentProcess {
    package static var id: Int32 { getpid() }
    package static var parent: Int32 { getppid() }
    package static var user: UInt32 { getuid() }
    package static var effectiveUser: UInt32 { geteuid() }
    package static var group: UInt32 { getgid() }
    package static var effectiveGroup: UInt32 { getegid() }

    /// The path of the program that runs.
    package static func executablePath() throws(PosixError) -> String {
        try Files.readLink("/proc/self/exe")
    }

    /// The working directory.
    package static func workingDirectory() throws(PosixError) -> String {
        guard let path = getcwd(nil, 0) else { throw PosixError(call: "getcwd", code: .current) }
        defer { free(path) }
        return String(cString: path)
    }

    /// Changes the working directory.
    package static func changeDirectory(to path: String) throws(PosixError) {
        try checked("chdir", path) { chdir(path) }
    }

    /// Sets the mask of permissions that new files do not get, and returns the former one.
    @discardableResult
    package static func setFileModeMask(_ mask: UInt32) -> UInt32 {
        umask(mask)
    }

    /// Leaves the terminal and leads a new session.
    package static func startSession() throws(PosixError) {
        try checked("setsid") { setsid() }
    }

    /// Becomes the parent of orphaned descendants.
    package static func becomeSubreaper() throws(PosixError) {
        try checked("prctl") { swr_become_subreaper() }
    }

    /// Becomes that user and group for good.
    package static func becomeUser(_ user: UInt32, group: UInt32) throws(PosixError) {
        try checked("setgid") { setgid(group) }
        try checked("setuid") { setuid(user) }
    }

    /// Closes every descriptor from `first` on.
    package static func closeDescriptors(from first: Int32) throws(PosixError) {
        try checked("close_range") { swr_close_from(first) }
    }

    /// Becomes another program, keeping the pid; returns only to throw.
    package static func execute(
        _ path: String,
        arguments: [String],
        environment: [String: String]? = nil
    ) throws(PosixError) -> Never {
        let variables = (environment ?? Environment.snapshot()).map { "\($0.key)=\($0.value)" }.sorted()
        let code = withCStrings(arguments) { arguments in
            withCStrings(variables) { variables in
                execve(path, arguments, variables)
                return Errno.current
            }
        }
        throw PosixError(call: "execve", path: path, code: code)
    }

    /// Ends the process after flushing the standard streams.
    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    /// Ends the process at once.
    package static func exitImmediately(_ status: Int32) -> Never {
        Glibc._exit(status)
    }
}
