import Posix

/// Hears the signs of life of a program, and knows when the next one must come.
struct HeartListener {
    /// Where signs come in.
    let descriptor: FileDescriptor
    /// Seconds from one sign until the next at the latest.
    let limit: Double
    /// When the program counts as hung; never until its first sign.
    private(set) var deadline = Deadline.never

    /// Lets a program that is about to start know where its signs go; the other end is to be closed once it has started.
    static func listen(
        to subprocess: inout Subprocess,
        _ limit: Double
    ) throws(PosixError) -> (listener: HeartListener, programEnd: FileDescriptor) {
        let pipe = try Pipe()
        try pipe.readEnd.setNonBlocking(true)
        subprocess.descriptors[4] = pipe.writeEnd
        subprocess.environment?["RELEASE_HEART_FD"] = "4"
        subprocess.environment?["RELEASE_HEART_TIMEOUT"] = limit.plain
        return (HeartListener(descriptor: pipe.readEnd, limit: limit), pipe.writeEnd)
    }

    /// Takes the signs that have come; false when none will come any more.
    mutating func hear() throws(PosixError) -> Bool {
        do throws(PosixError) {
            guard try !descriptor.read(upTo: 4096).isEmpty else { return false }
            deadline = .after(seconds: limit)
        } catch  where error.code == .again {
            // Somebody called us for nothing.
        }
        return true
    }

    /// Expects nothing more: what was to be done about the silence is done.
    mutating func giveUp() {
        deadline = .never
    }
}
