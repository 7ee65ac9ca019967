import Posix

/// What is appended to a log from now on, across the files that replace each other.
struct LogFollower {
    private let path: String
    private var watch: PlaceWatch
    private var file: FileDescriptor
    /// How much of the file was read or passed over.
    private var offset: Int
    /// The size of the file when following began.
    let start: Int

    init(_ path: String, directory: String) throws(PosixError) {
        self.path = path
        watch = try PlaceWatch(directory)
        file = try FileDescriptor.open(path, options: .nonBlocking)
        start = try file.seekToEnd()
        offset = start
    }

    /// Waits until there is something, or until the file has been replaced, which is nil.
    ///
    /// A `reader` that has left is an error at once: a quiet node would give no occasion to notice by writing.
    mutating func next(for reader: FileDescriptor) throws(PosixError) -> [UInt8]? {
        while true {
            // A file that was replaced is written to no more, so what is read afterwards is its end.
            let successor = try openSuccessor()
            let bytes = try file.read(upTo: 64 * 1024)
            offset += bytes.count
            if !bytes.isEmpty {
                successor?.close()
                return bytes
            }
            if let successor {
                turn(to: successor)
                return nil
            }
            if try !rewindIfCut() { try wait(for: reader) }
        }
    }

    private func openSuccessor() throws(PosixError) -> FileDescriptor? {
        guard let current = try? Files.status(of: path), try !current.isSameFile(as: file.status()) else { return nil }
        do throws(PosixError) {
            return try FileDescriptor.open(path, options: .nonBlocking)
        } catch  where error.code == .notFound {
            return nil
        }
    }

    private mutating func turn(to successor: FileDescriptor) {
        file.close()
        file = successor
        offset = 0
    }

    private mutating func wait(for reader: FileDescriptor) throws(PosixError) {
        var poll = Poll()
        let output = poll.add(reader, for: [])
        poll.add(watch.descriptor, for: .readable)
        _ = try poll.wait()
        if poll[output].contains(.brokenPipe) { throw PosixError(call: "write", code: .brokenPipe) }
        try watch.renew()
    }

    /// Reads a file that somebody has emptied, to keep a copy of it elsewhere, from its start.
    private mutating func rewindIfCut() throws(PosixError) -> Bool {
        guard try file.status().size < offset else { return false }
        try file.seek(to: 0)
        offset = 0
        return true
    }
}
