import Foundation
import Posix

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
    let pid: Int32
    private let command: Command
    private let streams: URL
    private let end: Task<WaitStatus, any Error>

    init(_ command: Command) throws {
        self.command = command
        streams = FileManager.default.temporaryDirectory.appendingPathComponent("streams-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        var subprocess = Subprocess("/usr/bin/env", command.words, environment: command.environment)
        subprocess.workingDirectory = command.directory
        for (number, name) in [(Int32(0), "in"), (1, "out"), (2, "err")] {
            let path = streams.appendingPathComponent(name).path
            try Data(name == "in" ? Array(command.input.utf8) : []).write(to: URL(fileURLWithPath: path))
            subprocess.descriptors[number] = try FileDescriptor.open(path, name == "in" ? .read : .write)
        }
        defer { subprocess.descriptors.values.forEach { $0.close() } }
        pid = try subprocess.start()
        end = Task { [pid] in try await Self.end(of: pid) }
    }

    deinit { try? FileManager.default.removeItem(at: streams) }

    /// Waits for the process on a thread of its own: the pool of the tests is small.
    private static func end(of pid: Int32) async throws -> WaitStatus {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try DedicatedThread.start("wait \(pid)") {
                    continuation.resume(with: Result { try Children.wait(for: pid) })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    func signal(_ number: Int32) { kill(pid, number) }

    func finished() async throws -> CommandResult {
        CommandResult(
            command: command.words.joined(separator: " "),
            status: try await end.value.shellCode,
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
