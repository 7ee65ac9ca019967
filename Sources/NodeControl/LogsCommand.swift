import ControlProtocol
import Posix

/// `logs`: prints the last lines of the log and, if asked to, what comes.
struct LogsCommand {
    let settings: NodeSettings
    let count: Int
    let follows: Bool

    static let defaultCount = 100

    func run() throws(NodeControlError) -> Int32 {
        do throws(PosixError) {
            var follower = follows ? try LogFollower(settings.logFile, directory: settings.logDirectory) : nil
            let lines = try LogTail(settings.logFile).lastLines(count, size: follower?.start)
            try FileDescriptor.standardOutput.write(lines.map { $0 + "\n" }.joined())
            // Until a signal ends it.
            while follower != nil {
                if let bytes = try follower?.next(for: .standardOutput) {
                    try FileDescriptor.standardOutput.write(bytes)
                }
            }
            return ExitCode.done.rawValue
        } catch  where error.code == .notFound {
            throw .noLog(path: settings.logFile)
        } catch  where error.code == .brokenPipe {
            return ExitCode.done.rawValue
        } catch  where error.code == .accessDenied {
            throw .condition(.foreign(user: NodeDirectory.owner(of: settings.logFile)), node: settings.node)
        } catch {
            throw .system(error)
        }
    }
}

/// What is appended to a log from now on, across the files that replace each other.
struct LogFollower {
    private let path: String
    private let watch: DirectoryWatch
    private var file: FileDescriptor
    /// The size of the file when following began.
    let start: Int

    init(_ path: String, directory: String) throws(PosixError) {
        self.path = path
        watch = try DirectoryWatch(directory)
        file = try FileDescriptor.open(path, options: .nonBlocking)
        start = try file.seekToEnd()
    }

    /// Waits until there is something, or until the file has been replaced, which is nil.
    ///
    /// A `reader` that has left is an error at once: a quiet node would give no occasion to notice by writing.
    mutating func next(for reader: FileDescriptor) throws(PosixError) -> [UInt8]? {
        while true {
            let bytes = try file.read(upTo: 64 * 1024)
            if !bytes.isEmpty { return bytes }
            if try replaced() { return nil }
            try wait(for: reader)
        }
    }

    private func wait(for reader: FileDescriptor) throws(PosixError) {
        var poll = Poll()
        let output = poll.add(reader, for: [])
        poll.add(watch.descriptor, for: .readable)
        _ = try poll.wait()
        if poll[output].contains(.brokenPipe) { throw PosixError(call: "write", code: .brokenPipe) }
        try watch.drain()
    }

    private mutating func replaced() throws(PosixError) -> Bool {
        guard let current = try? Files.status(of: path), try !current.isSameFile(as: file.status()) else {
            return false
        }
        let fresh = try FileDescriptor.open(path, options: .nonBlocking)
        file.close()
        file = fresh
        return true
    }
}
