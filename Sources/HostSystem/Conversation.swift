import Glibc

/// A subprocess that is asked one thing after another, a line for a line.
///
/// The program gets our requests on descriptor 3 and answers on descriptor 4. Its standard input is empty; what it
/// prints, on whichever output, is handed on line by line:
///
///     let conversation = try Conversation(starting: Subprocess("/path/to/manifest"), on: host) { print($0) }
///     let answer = try conversation.ask(Array("hello".utf8))
///     let status = conversation.end()
package final class Conversation {
    private let identifier: pid_t
    private var pipes: SubprocessPipes
    private var answers = CapturedOutput(.captured)
    private var prints: CapturedOutput
    private var answered = 0
    private var status: SubprocessStatus?

    /// Starts the program; its input and outputs are ours to connect, whatever `subprocess` says about them.
    package init(
        starting subprocess: Subprocess,
        on host: HostContext,
        printing: @escaping @Sendable (String) -> Void
    ) throws(HostError) {
        var connected = subprocess
        connected.environment = subprocess.environment ?? host.environment
        connected.directory = subprocess.directory ?? host.directory
        connected.program = "/bin/sh"
        connected.arguments =
            ["-c", #"exec "$@" 3<&0 4>&1 </dev/null >&2"#, "sh", subprocess.program] + subprocess.arguments
        connected.input = .bytes([])
        connected.output = .captured
        connected.errorOutput = .lines(printing)
        prints = CapturedOutput(connected.errorOutput)
        (identifier, pipes) = try RunningSubprocess.spawn(connected)
    }

    deinit {
        _ = end()
    }

    /// Sends a request, and returns the answer without its line end; nil when the program ended without one.
    package func ask(_ request: [UInt8]) throws(HostError) -> [UInt8]? {
        var unwritten = (request + [UInt8(ascii: "\n")])[...]
        while true {
            if let answer = nextAnswer() { return answer }
            guard pipes.output >= 0 else { return nil }
            try carryBytes(&unwritten)
        }
    }

    /// Closes the conversation, and waits for the program to end.
    package func end() -> SubprocessStatus {
        if let status { return status }
        if pipes.input >= 0 {
            close(pipes.input)
            pipes.input = -1
        }
        while pipes.output >= 0 || pipes.errorOutput >= 0 {
            var nothing: ArraySlice<UInt8> = []
            do {
                try carryBytes(&nothing)
            } catch {
                break
            }
        }
        prints.finish()
        pipes.closeAll()
        var code: Int32 = 0
        while waitpid(identifier, &code, 0) < 0 && errno == EINTR {}
        RunningGroups.shared.remove(identifier)
        let signal = code & 0x7f
        let ended: SubprocessStatus = signal == 0 ? .exited((code >> 8) & 0xff) : .signalled(signal)
        status = ended
        return ended
    }

    private func nextAnswer() -> [UInt8]? {
        guard let end = answers.bytes[answered...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { answered = end + 1 }
        return Array(answers.bytes[answered..<end])
    }

    /// Waits until something can be written or read, and does it.
    private func carryBytes(_ unwritten: inout ArraySlice<UInt8>) throws(HostError) {
        var waited = [
            pollfd(fd: pipes.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: pipes.errorOutput, events: Int16(POLLIN), revents: 0),
            pollfd(fd: unwritten.isEmpty ? -1 : pipes.input, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&waited, nfds_t(waited.count), -1) >= 0 else {
            if errno == EINTR { return }
            throw .failed(action: "wait for", path: "process \(identifier)", code: errno)
        }
        if waited[2].revents != 0 {
            let count = unwritten.withUnsafeBytes { write(pipes.input, $0.baseAddress, $0.count) }
            unwritten = count > 0 ? unwritten.dropFirst(count) : (errno == EAGAIN || errno == EINTR ? unwritten : [])
        }
        if waited[1].revents != 0 { Self.read(&pipes.errorOutput, into: &prints) }
        if waited[0].revents != 0 { Self.read(&pipes.output, into: &answers) }
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
}
