import Foundation

/// What a command left behind: its status in the shell's sense (128 + n for a signal) and its two streams.
struct CommandResult: CustomStringConvertible {
    let command: String
    let status: Int32
    let output: String
    let errors: String

    /// Output without surrounding white space: what a shell's `$(…)` would give.
    var text: String { output.trimmingCharacters(in: .whitespacesAndNewlines) }

    var description: String { "\(command)\nstatus \(status)\nstdout: \(output)\nstderr: \(errors)" }
}

/// A command line to run whole: real programs, real files for its streams, so that a daemon that inherits them
/// never holds the test back.
struct Command {
    var words: [String]
    var environment: [String: String] = Command.plainEnvironment
    var directory = "/"
    var input = ""

    init(_ words: String...) { self.words = words }
    init(_ words: [String]) { self.words = words }

    /// What every command gets unless a test says otherwise; nothing of the test runner's own `RELEASE_` names.
    static let plainEnvironment: [String: String] = ProcessInfo.processInfo.environment
        .filter { !$0.key.hasPrefix("RELEASE_") && $0.key != "NOTIFY_SOCKET" && $0.key != "CI" }

    func with(_ variables: [String: String]) -> Command {
        var copy = self
        copy.environment.merge(variables) { $1 }
        return copy
    }

    func `in`(_ directory: String) -> Command {
        var copy = self
        copy.directory = directory
        return copy
    }

    /// The same command as the user `nobody`, without any group.
    var asNobody: Command {
        var copy = self
        copy.words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] + words
        return copy
    }

    /// Runs the command to its end.
    func run() async throws -> CommandResult {
        try await start().finished()
    }

    /// Starts the command and leaves it running.
    func start() throws -> RunningCommand {
        try RunningCommand(self)
    }
}

/// A command that has been started and can be signalled and waited for.
final class RunningCommand: Sendable {
    let process: Foundation.Process
    private let command: Command
    private let streams: URL
    private let end: AsyncStream<Void>

    init(_ command: Command) throws {
        self.command = command
        streams = FileManager.default.temporaryDirectory.appendingPathComponent("streams-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command.words
        process.environment = command.environment
        process.currentDirectoryURL = URL(fileURLWithPath: command.directory)
        for name in ["in", "out", "err"] {
            try Data(name == "in" ? Array(command.input.utf8) : []).write(to: streams.appendingPathComponent(name))
        }
        process.standardInput = try FileHandle(forReadingFrom: streams.appendingPathComponent("in"))
        process.standardOutput = try FileHandle(forWritingTo: streams.appendingPathComponent("out"))
        process.standardError = try FileHandle(forWritingTo: streams.appendingPathComponent("err"))
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        end = stream
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    deinit { try? FileManager.default.removeItem(at: streams) }

    var pid: Int32 { process.processIdentifier }

    func signal(_ number: Int32) { kill(pid, number) }

    func finished() async throws -> CommandResult {
        for await _ in end {}
        let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return CommandResult(
            command: command.words.joined(separator: " "),
            status: status,
            output: try text("out"),
            errors: try text("err")
        )
    }

    /// Waits until a line of standard error holds `text`; fails when the command ends without one.
    func waitForError(_ text: String) async throws {
        // `tail` is told of changes by the system and ends with the command.
        let script = #"grep -q -m1 -F -- "$1" <(exec tail -n +1 -f --pid="$2" "$3")"#
        let path = streams.appendingPathComponent("err").path
        let found = try await Command("bash", "-c", script, "bash", text, "\(pid)", path).run()
        guard found.status == 0 else { throw MissingLine(text: text, result: try await finished()) }
    }

    private struct MissingLine: Error, CustomStringConvertible {
        let text: String
        let result: CommandResult

        var description: String { "'\(text)' was not written: \(result)" }
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: streams.appendingPathComponent(name)), as: UTF8.self)
    }
}
