import Posix

/// Hears the signs of life of a program, and knows when the next one must come.
struct HeartListener {
    /// Where signs come in.
    let descriptor: FileDescriptor
    /// Seconds from one sign until the next at the latest.
    let limit: Double
    /// When the program counts as hung, on the monotonic clock; never until its first sign.
    private var due: UInt64?

    var deadline: Deadline { due.map { Deadline(monotonicNanoseconds: $0) } ?? .never }

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

    /// What has come over the pipe.
    enum News {
        case sign
        /// None will come any more.
        case end
    }

    /// Takes the signs that have come.
    mutating func hear() throws(PosixError) -> News? {
        do throws(PosixError) {
            guard try !descriptor.read(upTo: 4096).isEmpty else { return .end }
            awaitSign()
            return .sign
        } catch  where error.code == .again {
            // Somebody called us for nothing.
            return nil
        }
    }

    /// Expects the next sign within the usual time from now.
    mutating func awaitSign() {
        // More than 30 years are never.
        due = limit < 1e9 ? Clocks.monotonicNanoseconds() + UInt64(limit * 1e9) : nil
    }

    /// By how many seconds the next sign is overdue, if it is and nothing else was to happen before; it counts only once.
    mutating func takeSilence(before other: Deadline) -> Double? {
        let now = Clocks.monotonicNanoseconds()
        guard deadline < other, let moment = due, now >= moment else { return nil }
        due = nil
        return Double(now - moment) / 1e9
    }
}
