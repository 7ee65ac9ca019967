import Glibc

/// A subprocess between its start and its end.
struct RunningSubprocess {
    private let subprocess: Subprocess
    private var pipes: SubprocessPipes
    private let identifier: pid_t
    private var unwritten: ArraySlice<UInt8>
    private var output: CapturedOutput
    private var errorOutput: CapturedOutput

    init(starting subprocess: Subprocess) throws(HostError) {
        self.subprocess = subprocess
        unwritten = if case .bytes(let bytes) = subprocess.input { bytes[...] } else { [] }
        output = CapturedOutput(subprocess.output)
        errorOutput = CapturedOutput(subprocess.errorOutput)
        (identifier, pipes) = try Self.spawn(subprocess)
    }

    mutating func closeAll() {
        pipes.closeAll()
    }

    /// Carries bytes both ways until the subprocess has ended.
    mutating func waitForEnd() throws(HostError) -> SubprocessResult {
        let limit = subprocess.deadline.map { ContinuousClock.now + $0 }
        let finished = try carryBytes(until: limit)
        if !finished { kill(-identifier, SIGKILL) }
        let status = Self.reap(identifier)
        RunningGroups.shared.remove(identifier)
        if !finished, let deadline = subprocess.deadline {
            throw .deadlinePassed(program: subprocess.program, deadline)
        }
        output.finish()
        errorOutput.finish()
        return SubprocessResult(status: status, output: output.bytes, errorOutput: errorOutput.bytes)
    }

    /// True when the subprocess ended, false when the time was up before.
    private mutating func carryBytes(until limit: ContinuousClock.Instant?) throws(HostError) -> Bool {
        let ending = try ProcessEnd(of: identifier)
        defer { ending.close() }
        while true {
            var waited = [
                pollfd(fd: pipes.output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pipes.errorOutput, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pipes.input, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: ending.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&waited, nfds_t(waited.count), Self.milliseconds(until: limit))
            if count < 0 && errno == EINTR { continue }
            if count == 0 { return false }
            if waited[2].revents != 0 { writeInput() }
            if waited[0].revents != 0 { Self.read(&pipes.output, into: &output) }
            if waited[1].revents != 0 { Self.read(&pipes.errorOutput, into: &errorOutput) }
            if waited[3].revents != 0 { break }
        }
        // What it wrote before its end is still in the pipes; what a descendant may write later is not waited for.
        Self.read(&pipes.output, into: &output)
        Self.read(&pipes.errorOutput, into: &errorOutput)
        return true
    }

    private mutating func writeInput() {
        let count = BrokenPipes.writing { unwritten.withUnsafeBytes { write(pipes.input, $0.baseAddress, $0.count) } }
        if count > 0 { unwritten = unwritten.dropFirst(count) }
        let isBlocked = count < 0 && (errno == EAGAIN || errno == EINTR)
        if unwritten.isEmpty || (count < 0 && !isBlocked) {
            close(pipes.input)
            pipes.input = -1
        }
    }

    /// Reads all there is; closes the descriptor at its end.
    private static func read(_ descriptor: inout Int32, into captured: inout CapturedOutput) {
        while descriptor >= 0 {
            let count = captured.read(from: descriptor)
            if count > 0 || (count < 0 && errno == EINTR) { continue }
            if count < 0 && errno == EAGAIN { return }
            close(descriptor)
            descriptor = -1
        }
    }

    private static func milliseconds(until limit: ContinuousClock.Instant?) -> Int32 {
        guard let limit else { return -1 }
        let left = limit - ContinuousClock.now
        return Int32(clamping: max(0, Int64(left / .milliseconds(1)) + 1))
    }

    private static func reap(_ identifier: pid_t) -> SubprocessStatus {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
}
