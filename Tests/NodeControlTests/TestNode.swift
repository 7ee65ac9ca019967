import HostSystem
import NodeControl
import Posix
import Synchronization
import TestSupport

/// A node of the fake program (or of a shell script) in a directory of its own, handled by the built `nodectl`.
///
/// Whatever a test leaves running is ended when the test lets go of it.
final class TestNode: Sendable {
    let directory: TemporaryDirectory
    let environment: [String: String]
    private let begun = Mutex<[Int32]>([])

    /// The fake node in one of its modes.
    convenience init(_ mode: String = "ready", settings: [String: String] = [:]) throws {
        let program = try BuiltProducts.program("FakeNode")
        try self.init(program: program, hasSocket: true, settings: settings.merging(["FAKE_MODE": mode]) { $1 })
    }

    /// A program that links nothing of ours: a shell script.
    convenience init(script: String, hasSocket: Bool = false, settings: [String: String] = [:]) throws {
        let directory = try TemporaryDirectory()
        let program = try directory.write("#!/bin/sh\n\(script)\n", to: "program", mode: 0o755)
        try self.init(program: program, hasSocket: hasSocket, settings: settings, in: directory)
    }

    private init(
        program: String,
        hasSocket: Bool,
        settings: [String: String],
        in directory: TemporaryDirectory? = nil
    ) throws {
        let directory = try directory ?? TemporaryDirectory()
        self.directory = directory
        let nodectl = try BuiltProducts.program("nodectl")
        // What a restart executes: it does for nodectl what the control script does.
        let script = try directory.write("#!/bin/sh\nexec '\(nodectl)' \"$@\"\n", to: "bin/fake", mode: 0o755)
        environment = [
            "RELEASE_ROOT": directory.path, "RELEASE_NAME": "fake", "RELEASE_NODE": "fake", "RELEASE_VSN": "1.0.0",
            "RELEASE_TMP": directory.path("tmp"), "RELEASE_PROGRAM": program, "RELEASE_BOOT": hasSocket ? "1" : "0",
            "RELEASE_SCRIPT": script, "RELEASE_PROG": "fake",
        ].merging(settings) { $1 }
    }

    deinit {
        // Nobody is left to hear about a failure; the fake program also ends by itself.
        _ = try? nodectl("stop", "--force")
        // A child nobody waited for would stay a zombie, over which tests in processes of their own stumble.
        for child in begun.withLock({ $0 }) { reap(child) }
    }

    private func reap(_ child: Int32) {
        do {
            guard try Children.poll(child) == nil else { return }
            try Signal.kill.send(to: child)
            _ = try Children.wait(for: child)
        } catch {
            // The test has waited for it.
        }
    }

    var pidFile: String { directory.path("tmp/fake.pid") }
    var log: String { (try? directory.text(of: "tmp/log/fake.log")) ?? "" }
    /// What commands that were left running have written.
    var output: String { (try? directory.text(of: "output")) ?? "" }
    var record: PidRecord? { try? PidFile.look(at: pidFile).record }

    /// Runs a command to its end.
    @discardableResult
    func nodectl(
        _ arguments: String...,
        settings: [String: String] = [:],
        input: HostSystem.Subprocess.Input = .nothing
    ) throws -> SubprocessResult {
        var environment = environment.merging(settings) { $1 }
        environment["RELEASE_COMMAND"] = arguments.first
        return try runProgram(
            BuiltProducts.program("nodectl"),
            arguments,
            environment: environment,
            input: input
        )
    }

    /// Starts a command and leaves it running; what it writes goes to the file `output` in the directory.
    func begin(_ arguments: String...) throws -> Int32 {
        var variables = Environment.snapshot().merging(environment) { $1 }
        variables["RELEASE_COMMAND"] = arguments.first
        var command = Posix.Subprocess(try BuiltProducts.program("nodectl"), arguments, environment: variables)
        let output = try FileDescriptor.open(
            directory.path("output"),
            .write,
            options: [.create, .append]
        )
        defer { output.close() }
        command.descriptors = [1: output, 2: output]
        let child = try command.start()
        begun.withLock { $0.append(child) }
        return child
    }

    /// Waits until the pid file says what it should.
    func wait(_ condition: (PidRecord) -> Bool) throws {
        try wait(in: "tmp") { record.map(condition) ?? false }
    }

    /// Waits until the fake program takes connections.
    func waitUntilListening() throws {
        try wait(in: "tmp") { Files.exists(directory.path("tmp/listening")) }
    }

    /// Waits until something holds that changes together with a file in a directory.
    func wait(in relative: String, until condition: () -> Bool) throws {
        aboutToBlock()
        let path = directory.path(relative)
        try Files.makeDirectories(path, mode: 0o700)
        let watch = try DirectoryWatch(path)
        defer { watch.close() }
        let deadline = Deadline.after(seconds: 100)
        while !condition() {
            guard try !deadline.hasPassed && watch.wait(until: deadline) else { throw NothingHappened(path: path) }
        }
    }
}

/// A test waited for something for too long.
struct NothingHappened: Error {
    let path: String
}
